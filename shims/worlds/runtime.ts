/** The world that runs scripts: it holds every builtin, and loads the main module and what that needs from files. */
import { instanceInfo } from '../internal/instance.ts';
import { type BuiltinNamespace, setBuiltins } from '../internal/modules/builtins.ts';
import { runMain } from '../internal/modules/cjs.ts';
import { installFrameMapper } from '../internal/modules/stack-trace.ts';
import { type CommandWorld, createProgram } from './program.ts';

/** Makes the exports of the component. @param builtins every builtin's namespace, by name */
export function createWorld(builtins: Readonly<Record<string, BuiltinNamespace>>): CommandWorld {
  installFrameMapper();
  setBuiltins(builtins);
  return createProgram(() => runMain(instanceInfo().argv[0] ?? ''));
}
