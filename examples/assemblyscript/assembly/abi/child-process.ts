/** What the tools use of `zora:node/child-process`. */
import { CallError, takeError } from './errors';
import { InputStream, OutputStream } from './io';
import { Pairs, putOptionalString, putString, RESULT, takeString } from './memory';

// @ts-ignore: decorator
@external("zora:node/child-process@0.1.0", "spawn")
declare function hostSpawn(parameters: usize, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/child-process@0.1.0", "[method]child.input")
declare function childInput(self: i32, descriptor: u32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/child-process@0.1.0", "[method]child.output")
declare function childOutput(self: i32, descriptor: u32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/child-process@0.1.0", "[method]child.kill")
declare function childKill(self: i32, signal: usize, length: i32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/child-process@0.1.0", "[method]child.exit-status")
declare function childExitStatus(self: i32, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/child-process@0.1.0", "[method]child.subscribe")
declare function childSubscribe(self: i32): i32;
// @ts-ignore: decorator
@external("zora:node/child-process@0.1.0", "[resource-drop]child")
declare function childDrop(self: i32): void;

/** How a child ended. */
export class ExitStatus {
  hasCode: bool = false;
  code: i32 = 0;
  signal: string | null = null;
}

/** What `spawn` gave. */
export class Spawned {
  child: Child | null = null;
  error: CallError | null = null;
}

/** A handle of a `child`. */
export class Child {
  constructor(private handle: i32) {}

  /** The guest's end of a descriptor that it reads; once. */
  input(descriptor: u32): InputStream | null {
    childInput(this.handle, descriptor, RESULT);
    return load<u8>(RESULT) == 0 ? null : new InputStream(load<i32>(RESULT, 4));
  }

  /** The guest's end of a descriptor that it writes; once. */
  output(descriptor: u32): OutputStream | null {
    childOutput(this.handle, descriptor, RESULT);
    return load<u8>(RESULT) == 0 ? null : new OutputStream(load<i32>(RESULT, 4));
  }

  kill(signal: string): void {
    childKill(this.handle, changetype<usize>(signal), signal.length, RESULT);
    // That it has ended already is no error here.
    if (load<u8>(RESULT) != 0) takeError(RESULT + 8);
  }

  /** How it ended; null while it runs. */
  exitStatus(): ExitStatus | null {
    childExitStatus(this.handle, RESULT);
    if (load<u8>(RESULT) == 0) return null;
    const status = new ExitStatus();
    status.hasCode = load<u8>(RESULT, 4) != 0;
    status.code = load<i32>(RESULT, 8);
    if (load<u8>(RESULT, 12) != 0) status.signal = takeString(RESULT + 16);
    return status;
  }

  /** A pollable's handle. */
  subscribe(): i32 {
    return childSubscribe(this.handle);
  }

  drop(): void {
    childDrop(this.handle);
  }
}

const KILL_SIGNAL: string = 'SIGTERM';

/** Has a shell read `line`, with pipes for the three standard streams. `env` none is the tool's own. */
export function spawnLine(line: string, cwd: string | null, env: string[][] | null): Spawned {
  let variables: Pairs | null = null;
  if (env !== null) variables = new Pairs(env);
  // (command, spawn-options): more than sixteen values, so they are passed in memory.
  const at = heap.alloc(88);
  memory.fill(at, 0, 88);
  store<u8>(at, 1);
  putString(at + 4, line);
  putOptionalString(at + 36, cwd);
  if (variables !== null) {
    store<u8>(at, 1, 48);
    store<usize>(at, variables.at, 52);
    store<i32>(at, variables.length, 56);
  }
  // An empty list has to lie somewhere that it could.
  store<usize>(at, 4, 60);
  putString(at + 76, KILL_SIGNAL);
  hostSpawn(at, RESULT);
  heap.free(at);
  if (variables !== null) variables.free();
  const spawned = new Spawned();
  if (load<u8>(RESULT) == 0) spawned.child = new Child(load<i32>(RESULT, 8));
  else spawned.error = takeError(RESULT + 8);
  return spawned;
}
