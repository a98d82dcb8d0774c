/** Why a tool could not be built. */
export type BuildErrorCode =
  | 'ERR_BUILD_SYNTAX'
  | 'ERR_BUILD_UNRESOLVED'
  | 'ERR_BUILD_ENTRY'
  | 'ERR_BUILD_EVALUATION'
  | 'ERR_COMPONENT_INVALID'
  | 'ERR_COMPONENT_FOREIGN';

/** A build that failed; the message says where and why, for a person. */
export class BuildError extends Error {
  readonly code: BuildErrorCode;
  constructor(code: BuildErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BuildError';
    this.code = code;
  }
}
