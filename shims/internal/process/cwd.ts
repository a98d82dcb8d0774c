/** The working directory of the program: the host's at the start, then what `process.chdir` says. It is the guest's own state. */
import { instanceInfo } from '../instance.ts';

let directory: string | undefined;

/** `process.cwd` as the program may have replaced it. */
let source: (() => string) | undefined;

/** Lets `workingDirectory` ask `process.cwd`. */
export function setDirectorySource(newSource: () => string): void {
  source = newSource;
}

/** The directory that paths are relative to. */
export function workingDirectory(): string {
  return source === undefined ? currentDirectory() : source();
}

/** `process.cwd()`. */
export function currentDirectory(): string {
  return (directory ??= instanceInfo().cwd);
}

/** Sets it to an absolute path. */
export function setCurrentDirectory(path: string): void {
  directory = path;
}
