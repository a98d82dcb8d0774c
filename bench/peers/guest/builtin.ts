/** The tool that imports a builtin, as wasi-node runs it. */
import { execFile } from 'node:child_process';

/** The first line of a tool's code. */
export const hello = (): string => typeof execFile;
