/** The standard output streams, which the end of a pipe does not end. */
const standard = new WeakSet<object>();

/** Marks `stream` as `process.stdout` or `process.stderr`. */
export function markStandardOutput<S extends object>(stream: S): S {
  standard.add(stream);
  return stream;
}

/** Whether `stream` is one of them. */
export function isStandardOutput(stream: object): boolean {
  return standard.has(stream);
}
