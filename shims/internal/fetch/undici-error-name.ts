/** Codes whose class has another name than the code's words. */
const NAMES: Readonly<Record<string, string>> = {
  UND_ERR_ABORTED: 'RequestAbortedError',
  UND_ERR_INFO: 'InformationalError',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'RequestContentLengthMismatchError',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ResponseContentLengthMismatchError',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'ResponseExceededMaxSizeError',
};

/** The class of an error of undici's, by its code: `UND_ERR_BODY_TIMEOUT` is a BodyTimeoutError; undefined for other codes. */
export function undiciErrorName(code: unknown): string | undefined {
  if (typeof code !== 'string' || !code.startsWith('UND_ERR_')) return undefined;
  const words = code.slice('UND_ERR_'.length).toLowerCase();
  return NAMES[code] ?? `${words.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Error`;
}
