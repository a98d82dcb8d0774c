/** A guest that follows redirects. */

interface Input {
  url: string;
  headers?: Record<string, string>;
  redirect?: 'follow' | 'manual';
}

/** What `fetch` of it gives, in every way that a guest could look. */
export async function follow({ url, headers = {}, redirect = 'follow' }: Input) {
  const response = await fetch(url, { headers, redirect });
  const { status, statusText, redirected } = response;
  return {
    status,
    statusText,
    redirected,
    url: response.url,
    headers: [...response.headers],
    body: await response.text(),
  };
}

/** The error that it gives, in every way that a guest could look. */
export async function failure({ url }: Input) {
  try {
    await fetch(url);
  } catch (error) {
    const { message, cause, stack } = error as Error & { cause: Error & Record<string, unknown> };
    return { message, stack, cause: { ...cause, message: cause.message, stack: cause.stack, code: cause['code'] } };
  }
  throw new Error('it did not fail');
}
