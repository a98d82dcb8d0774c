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

/** How a bundler's plugin says that there is no such builtin. */
export const NO_BUILTIN = 'No such built-in module: ';

/** One error of rolldown's. */
interface RolldownError {
  code?: string;
  message: string;
}

/** A readable error of what rolldown threw. */
export function toBuildError(error: unknown): BuildError {
  const { errors } = error as { errors?: RolldownError[] };
  if (!Array.isArray(errors))
    return new BuildError('ERR_BUILD_ENTRY', error instanceof Error ? error.message : String(error), { cause: error });
  const unresolved = errors.some(
    ({ code, message }) =>
      message.includes(NO_BUILTIN) ||
      code === 'UNRESOLVED_IMPORT' ||
      code === 'MISSING_EXPORT' ||
      code === 'UNRESOLVED_ENTRY',
  );
  const message = errors
    .slice(0, 10)
    .map((item) => item.message.trim())
    .join('\n\n');
  return new BuildError(unresolved ? 'ERR_BUILD_UNRESOLVED' : 'ERR_BUILD_SYNTAX', message);
}
