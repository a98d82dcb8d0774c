import { getEnvironment } from 'zora:node/system@0.1.0';
import { assertStarted } from '../instance.ts';

/**
 * A variable as the program has it now: of `process.env` where the program has a `process`, else of the environment that
 * the instance was started with. (A mention of `process` here would put all of it into every component that asks for the temporary folder.)
 */
export function currentVariable(name: string): string | undefined {
  assertStarted(`the environment variable ${name}`);
  const process: unknown = Reflect.get(globalThis, 'process');
  if (typeof process === 'object' && process !== null && 'env' in process) {
    return (process.env as Record<string, string | undefined>)[name];
  }
  return getEnvironment().find(([key]) => key === name)?.[1];
}
