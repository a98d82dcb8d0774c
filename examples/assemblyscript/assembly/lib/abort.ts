import { Failure } from './failure';

/** What AssemblyScript calls when an assertion does not hold: an error of the tool, and the end of the instance. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  new Failure('Error', message === null ? 'the tool failed' : message).reject();
  unreachable();
}
