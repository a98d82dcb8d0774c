/** The world that runs scripts: it holds every builtin, and loads the main module and what that needs from files. */
import { instanceInfo } from '../internal/instance.ts';
import { type BuiltinNamespace, setBuiltins } from '../internal/modules/builtins.ts';
import { runMain, runText } from '../internal/modules/cjs.ts';
import { runUrl } from '../internal/modules/esm.ts';
import { type ReplacedPackage, setReplacedPackages } from '../internal/modules/package-modules.ts';
import { installFrameMapper } from '../internal/modules/stack-trace.ts';
import { type Assignment, assignment } from '../internal/worker_threads/self.ts';
import { setSelf } from '../internal/worker_threads/self-view.ts';
import { type CommandWorld, createProgram } from './program.ts';

/**
 * Makes the exports of the component.
 * @param builtins every builtin's namespace, by name
 * @param packages the packages of which shims replace files
 */
export function createWorld(
  builtins: Readonly<Record<string, BuiltinNamespace>>,
  packages: Readonly<Record<string, ReplacedPackage>>,
): CommandWorld {
  installFrameMapper();
  setBuiltins(builtins);
  setReplacedPackages(packages);
  return createProgram(() => {
    const worker = assignment();
    return worker === undefined ? runMain(instanceInfo().argv[0] ?? '') : runWorker(worker);
  });
}

/** Runs what a worker was started for. */
function runWorker({ self, program, begin }: Assignment): unknown {
  setSelf(self);
  begin();
  if (program.kind === 'file') return runMain(program.path);
  return program.kind === 'eval' ? runText(program.text, '[worker eval]') : runUrl(program.url);
}
