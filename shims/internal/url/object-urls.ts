/** Blobs by the identifiers of their `blob:nodedata:…` URLs. */
const blobs = new Map<string, object>();

/** The property that marks a Blob: URL must know one without bundling the class. */
export const blobBrand: unique symbol = Symbol('Blob') as never;

/** Whether the value is a Blob of ours. */
export function isBlob(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { [blobBrand]?: unknown })[blobBrand] === true;
}

/** Keeps the blob under the identifier. */
export function storeBlob(id: string, blob: object): void {
  blobs.set(id, blob);
}

/** Forgets the blob of an object URL; an unknown URL is no error. */
export function forgetBlob(url: string): void {
  const id = objectUrlId(url);
  if (id !== undefined) blobs.delete(id);
}

/** The blob of an object URL. */
export function findBlob(url: string): object | undefined {
  const id = objectUrlId(url);
  return id === undefined ? undefined : blobs.get(id);
}

function objectUrlId(url: string): string | undefined {
  return /^blob:nodedata:([^:?#]+)$/.exec(url.trim())?.[1];
}
