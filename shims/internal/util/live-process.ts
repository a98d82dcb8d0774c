/** What these modules read of `process`, where the program has one. */
interface LiveProcess {
  argv?: string[];
  _exiting?: boolean;
}

/** The program's `process`, if anything has made it: importing it would bring it into every bundle. */
export function liveProcess(): LiveProcess | undefined {
  const { process } = globalThis as { process?: LiveProcess };
  return process;
}
