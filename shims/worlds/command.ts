/** The world of a program that is a component of its own: `wasi-node build script.ts --world command`. */
import { type CommandWorld, createProgram } from './program.ts';

/** Makes the exports of the component. @param load evaluates the program's modules */
export function createWorld(load: () => Promise<unknown>): CommandWorld {
  return createProgram(load);
}
