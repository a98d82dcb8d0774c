import { instanceInfo } from '../instance.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { environmentVariable } from '../process/environment.ts';
import { writeStderr } from '../process/stderr.ts';
import { shouldColorize } from './colors.ts';
import { formatWithOptions } from './format.ts';
import { inspect } from './inspect.ts';

/** A function that writes to standard error, where `NODE_DEBUG` names its section. */
export interface DebugLogger {
  (...args: unknown[]): void;
  readonly enabled: boolean;
}

let sections: RegExp | null | undefined;

/** Whether `NODE_DEBUG` names a section. The variable is read once, when it is first asked for. */
function isEnabled(section: string): boolean {
  if (sections === undefined) {
    const value = environmentVariable('NODE_DEBUG');
    if (value) {
      const pattern = value
        .replace(/[|\\{}()[\]^$+?.]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll(',', '$|^');
      sections = new RegExp(`^${pattern}$`, 'i');
    } else sections = null;
  }
  return sections?.test(section) ?? false;
}

/** The sections whose writers have warned of what they may show. */
const SENSITIVE = ['HTTP', 'HTTP2'];

function makeWriter(section: string): (...args: unknown[]) => void {
  if (SENSITIVE.includes(section)) {
    emitWarning(
      `Setting the NODE_DEBUG environment variable to '${section.toLowerCase()}' can expose sensitive data ` +
        '(such as passwords, tokens and authentication headers) in the resulting log.',
    );
  }
  return (...args) => {
    const colors = shouldColorize('stderr');
    const message = formatWithOptions({ colors }, ...args);
    writeStderr(`${section} ${inspect(instanceInfo().pid, { colors })}: ${message}\n`);
  };
}

/**
 * A logger of a section, silent unless `NODE_DEBUG` names it.
 * @param section its name.
 * @param callback gets the function that writes, when the logger is first called.
 * @see https://nodejs.org/api/util.html#utildebuglogsection-callback
 */
export function debuglog(section: string, callback?: (fn: DebugLogger) => void): DebugLogger {
  const name = section.toUpperCase();
  let write: ((...args: unknown[]) => void) | undefined;
  const enabledProperty = { get: () => isEnabled(name), configurable: true, enumerable: true };
  const logger = (...args: unknown[]): void => {
    if (write === undefined) {
      write = isEnabled(name) ? makeWriter(name) : () => {};
      if (typeof callback === 'function')
        callback(Object.defineProperty(write, 'enabled', enabledProperty) as DebugLogger);
    }
    write(...args);
  };
  return Object.defineProperty(logger, 'enabled', enabledProperty) as DebugLogger;
}
