/** The engine's limits: `buffer.constants`. https://nodejs.org/api/buffer.html#buffer-constants */

/** The largest `Buffer` of the guest engine, in bytes. */
export const kMaxLength = 0x7fffffff;
/** The longest string of the guest engine, in code units. */
export const kStringMaxLength = 0x3fffffff;
export const constants = Object.freeze({ MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength });
