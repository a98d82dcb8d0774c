/** Looks at the time while it is evaluated: it is deferred. */
export const evaluatedAt = Date.now();
