import { getEnvironment } from 'zora:node/system@0.1.0';
import { assertStarted } from '../instance.ts';

/**
 * A variable of the environment that the instance was started with: what the platform's own settings (`NODE_DEBUG`,
 * `FORCE_COLOR`) are read from, whatever the program makes of `process.env`.
 * @param name the variable.
 */
export function startVariable(name: string): string | undefined {
  assertStarted(`the environment variable ${name}`);
  return getEnvironment().find(([key]) => key === name)?.[1];
}
