/** `zora:node/os`: what a guest may know of the machine under it. `wit/os.wit` says of each item whether it is real. */
import * as os from 'node:os';
import type { Clock } from './capability/clock.ts';
import type { Limits } from './capability/limits.ts';
import { guard, WitError } from './internal/wit-error.ts';
import type { Error as CallError } from './wit/zora-node-errors.d.ts';
import type * as Os from './wit/zora-node-os.d.ts';

/** The parts of an authority that the interface needs. */
export interface OsAuthority {
  readonly clock: Pick<Clock, 'elapsed' | 'assertAlive'>;
  readonly limits: Pick<Limits, 'values'>;
}

/** The least and the greatest niceness. */
const PRIORITIES = [-20, 19] as const;

/** The interface for one invocation. */
export function createOs(authority: OsAuthority): typeof Os {
  let priority = 0;
  return {
    getMachine: () => guard(() => describeMachine(authority.limits.values.memoryBytes)),
    uptime: () => authority.clock.elapsed() / 1000,
    getPriority: (pid) =>
      guard(() => {
        assertOwn(pid, 'uv_os_getpriority');
        return priority;
      }),
    setPriority: (pid, wanted) =>
      guard(() => {
        authority.clock.assertAlive();
        assertOwn(pid, 'uv_os_setpriority');
        if (!(wanted >= PRIORITIES[0] && wanted <= PRIORITIES[1])) throw refusal('EINVAL', 'uv_os_setpriority');
        if (wanted < priority) throw refusal('EACCES', 'uv_os_setpriority');
        priority = wanted;
      }),
  };
}

function describeMachine(memory: number): Os.Machine {
  return {
    type: os.type(),
    release: os.release(),
    version: os.version(),
    machine: os.machine(),
    littleEndian: os.endianness() === 'LE',
    parallelism: os.availableParallelism(),
    hostname: 'localhost',
    home: os.homedir(),
    username: 'user',
    userId: process.getuid?.() ?? -1,
    groupId: process.getgid?.() ?? -1,
    temporary: os.tmpdir(),
    memory,
    constants: [['UV_UDP_REUSEADDR', os.constants.UV_UDP_REUSEADDR], ...Object.entries(os.constants.dlopen)],
  };
}

/** Other processes are none of the guest's business. */
function assertOwn(pid: number, syscall: string): void {
  if (pid !== 0 && pid !== process.pid) throw refusal('ESRCH', syscall);
}

const WORDS = {
  ESRCH: 'no such process',
  EACCES: 'permission denied',
  EINVAL: 'invalid argument',
} as const;

function refusal(code: keyof typeof WORDS, syscall: string): WitError<CallError> {
  const message = WORDS[code];
  const errno = -os.constants.errno[code];
  return new WitError<CallError>({ tag: 'system', val: { code, errno, syscall, message } }, `${syscall} ${code}`);
}
