import type { ExitStatus } from '../../../host-bridge/wit/zora-node-child-process.d.ts';
import { type Mutant, onCall, onError, onInstance, onResult, withRights } from './mutant.ts';

const given = new WeakMap<object, unknown>();

/** Broken children. */
export const processMutants: readonly Mutant[] = [
  {
    name: 'a command that is not listed runs',
    interface: 'child-process',
    fails: ['denies what is not listed'],
    break: withRights((rights) => ({
      ...rights,
      allowedCommands: [...(rights.allowedCommands ?? []), 'rm', '/usr/bin/rm', './file', '../x', '/bin/sh/../rm'],
    })),
  },
  {
    name: 'any folder is a working directory',
    interface: 'child-process',
    fails: ['denies a working directory'],
    break: withRights((rights) => ({ ...rights, allowedPaths: ['/'], deniedPaths: [] })),
  },
  {
    name: 'a denial is an error of the system',
    interface: 'child-process',
    fails: ['denies what is not listed', 'denies a working directory', 'leaves nothing running'],
    break: onError('child-process#spawn', (payload) =>
      payload.tag === 'denied'
        ? { tag: 'system', val: { code: 'EACCES', errno: -13, syscall: 'spawn', message: 'permission denied' } }
        : payload,
    ),
  },
  {
    name: 'a denial names what the host made of it',
    interface: 'child-process',
    fails: ['denies what is not listed', 'denies a working directory'],
    break: onError('child-process#spawn', ({ tag, val }) =>
      tag === 'denied' ? { tag, val: { ...(val as object), resource: '/resolved' } } : { tag, val },
    ),
  },
  {
    name: 'children are not counted',
    interface: 'child-process',
    fails: ['no more children at a time'],
    break: withRights(({ limits: _, ...rights }) => rights),
  },
  {
    name: 'children start after the execution time',
    interface: 'child-process',
    fails: ['starts nothing after the execution time'],
    break: withRights(({ maxExecutionTime: _, ...rights }) => rights),
  },
  {
    name: 'the exit code is cut',
    interface: 'child-process',
    fails: ['runs several at once', 'how it ended', 'by which signal', 'sends signals'],
    break: onResult<ExitStatus | undefined>('child-process#[method]child.exit-status', (status) =>
      status?.code === undefined ? status : { code: status.code & 1 },
    ),
  },
  {
    name: 'a signal is a code',
    interface: 'child-process',
    fails: ['by which signal', 'right after the start', 'signals by pid', 'ends a child whose time is out with'],
    break: onResult<ExitStatus | undefined>('child-process#[method]child.exit-status', (status) =>
      status?.signal === undefined ? status : { code: 137 },
    ),
  },
  {
    name: 'a process of others gets a signal',
    interface: 'child-process',
    fails: ['signals by pid'],
    break: onError('child-process#kill', () => undefined),
  },
  {
    name: 'a signal that there is not is sent',
    interface: 'child-process',
    fails: ['refuses a signal that there is not', 'dropped › zora:node/child-process#[method]child.kill'],
    break: onError(
      'child-process#[method]child.kill',
      () => undefined,
      () => true,
    ),
  },
  {
    name: 'a pipe is given twice',
    interface: 'child-process',
    fails: ['gives each end once'],
    break: onResult<object | undefined>('child-process#[method]child.input', (stream, { self, args }) => {
      if (args[0] !== 1) return stream;
      if (stream !== undefined) given.set(self as object, stream);
      return given.get(self as object);
    }),
  },
  {
    name: 'NUL is cut off',
    interface: 'child-process',
    fails: ['refuses NUL in an argument', 'refuses NUL in the file'],
    break: onCall('child-process#spawn', ({ self, args: [command, options], proceed }) =>
      proceed(self, [JSON.parse(JSON.stringify(command).replaceAll('\\u0000', '')), options]),
    ),
  },
  {
    name: 'a missing program is a denial',
    interface: 'child-process',
    fails: ['errors for what is allowed and not there'],
    break: onError('child-process#spawn', (payload) =>
      payload.tag === 'system' ? { tag: 'denied', val: { permission: 'child-process', resource: '' } } : payload,
    ),
  },
  {
    name: 'the input of a blocking run is lost',
    interface: 'child-process',
    fails: ['runs to the end with its input'],
    break: onCall('child-process#spawn-sync', ({ self, args: [command, options, , most], proceed }) =>
      proceed(self, [command, options, new Uint8Array(), most]),
    ),
  },
  {
    name: 'a blocking run takes less than it may',
    interface: 'child-process',
    fails: ['takes exactly the most that is allowed'],
    break: onCall('child-process#spawn-sync', ({ self, args: [command, options, input, most], proceed }) =>
      proceed(self, [command, options, input, most === undefined ? most : Number(most) - 1]),
    ),
  },
  {
    name: 'the time-out of a child is not kept',
    interface: 'child-process',
    fails: ['ends a child whose time is out with'],
    break: onCall('child-process#spawn', ({ self, args: [command, options], proceed }) =>
      proceed(self, [command, { ...(options as object), timeoutMs: 0 }]),
    ),
  },
  {
    name: 'variables of the host reach the children',
    interface: 'child-process',
    fails: ['the variables that it is given'],
    break: withRights((rights) => ({ ...rights, env: [...(rights.env ?? []), 'HIDDEN'] })),
  },
  {
    name: 'children outlive their instance',
    interface: 'child-process',
    fails: ['leaves nothing running'],
    break: onInstance((instance) => ({
      async dispose() {
        // The test that looks is done by then; nothing is to be left of it.
        setTimeout(() => void instance.dispose(), 300);
      },
    })),
  },
];
