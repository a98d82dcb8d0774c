import { InvalidArgument } from './denial.ts';
import { isReservedVariable } from './environment/reserved.ts';

/** The host's variables. */
export type HostEnvironment = Readonly<Record<string, string | undefined>>;

/** The environment that a child gets. */
export interface ChildEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** The variables that the guest set and the child does not get. */
  readonly dropped: readonly string[];
}

/** The rules for variables. */
export interface EnvironmentRules {
  /** The host variables that the grant names, for the guest. */
  readonly visible: Readonly<Record<string, string>>;
  /** Whether a guest may not set this variable for a child, nor in a shell line. */
  isReserved(name: string): boolean;
  /**
   * Filters what the guest sets for a child.
   * @param variables the guest's names and values
   * @param cwd the child's working directory, for `PWD`
   * @throws {InvalidArgument} for a name that is empty or has `=` or NUL in it, and a value with NUL
   */
  forChild(variables: Iterable<readonly [name: string, value: string]>, cwd: string): ChildEnvironment;
}

/**
 * Makes the rules for the environment of one caller.
 * @param granted the names of the grant
 * @param host the host's variables
 * @param path the `PATH` of every child: the host's, without what a guest can write
 */
export function createEnvironmentRules(
  granted: readonly string[],
  host: HostEnvironment,
  path: string,
): EnvironmentRules {
  const named = new Set(granted);
  const visible: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name of named) {
    const value = Object.hasOwn(host, name) ? host[name] : undefined;
    if (value !== undefined) visible[name] = value;
  }

  const isPath = (name: string): boolean => name.toUpperCase() === 'PATH';
  const isReserved = (name: string): boolean => isPath(name) || (isReservedVariable(name) && !named.has(name));

  return {
    visible: Object.freeze(visible),
    isReserved,
    forChild(variables, cwd) {
      const kept: Record<string, string> = Object.create(null) as Record<string, string>;
      const dropped: string[] = [];
      for (const [name, value] of variables) {
        if (name === '' || /[=\0]/.test(name)) throw new InvalidArgument(`"${name}" is no name of a variable`);
        if (value.includes('\0')) throw new InvalidArgument(`The value of ${name} must not contain NUL`);
        // A shell believes a `PWD` that leads to where it is, whatever links are in it.
        if (name === 'PWD') kept[name] = cwd;
        else if (!isReserved(name)) kept[name] = value;
        else if (!isPath(name) || (value !== path && value !== host[name])) dropped.push(name);
      }
      kept['PATH'] = path;
      return { variables: kept, dropped };
    },
  };
}
