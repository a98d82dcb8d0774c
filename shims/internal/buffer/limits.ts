/** The engine's limits: `buffer.constants`. https://nodejs.org/api/buffer.html#buffer-constants */

/** The largest `Buffer` of the guest engine, in bytes. */
export const kMaxLength = 0x7fffffff;
/** The longest string, in code units: V8's limit (the guest engine could hold more). */
export const kStringMaxLength = 0x1fffffe8;
export const constants = Object.freeze({ MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength });
