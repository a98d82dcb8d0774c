import type { Step } from '../../../host-bridge/wit/zora-node-zlib.d.ts';
import { type Mutant, onCall, onError, onInstance, onResult, undroppable, withRights } from './mutant.ts';

const fs = 'zora:node/file-system#';

/** Broken files and computations. */
export const dataMutants: readonly Mutant[] = [
  {
    name: 'denied paths are not looked at',
    interface: 'file-system',
    fails: ['every call stays within the token'],
    break: withRights(({ deniedPaths: _, ...rights }) => rights),
  },
  {
    name: 'every path is allowed',
    interface: 'file-system',
    fails: ['two instances have each their own token'],
    break: withRights((rights) => ({ ...rights, allowedPaths: ['/'] })),
  },
  {
    name: 'reading is denied by the word for writing',
    interface: 'file-system',
    fails: ['every call stays within the token'],
    break: onError('file-system#stat', ({ tag, val }) =>
      tag === 'denied' ? { tag, val: { ...(val as object), permission: 'file-system-write' } } : { tag, val },
    ),
  },
  {
    name: 'the position of a read is ignored',
    interface: 'file-system',
    fails: ['at the position and at the own one', 'cap what one call moves'],
    break: onCall('file-system#[method]descriptor.read', ({ self, args: [length], proceed }) =>
      proceed(self, [length, undefined]),
    ),
  },
  {
    name: 'write says more than it wrote',
    interface: 'file-system',
    fails: ['at the position and at the own one', 'cap what one call moves'],
    break: onResult<number>('file-system#[method]descriptor.write', (count) => count + 1),
  },
  {
    name: 'open files are not counted',
    interface: 'file-system',
    fails: ['are counted, and closed'],
    break: withRights(({ limits, ...rights }) =>
      limits?.['openFiles'] ? rights : { ...rights, ...(limits ? { limits } : {}) },
    ),
  },
  {
    name: 'watchers are not counted',
    interface: 'file-system',
    fails: ['watches › are counted'],
    break: withRights(({ limits, ...rights }) =>
      limits?.['watchers'] ? rights : { ...rights, ...(limits ? { limits } : {}) },
    ),
  },
  {
    name: 'a file that was dropped is used',
    interface: 'file-system',
    fails: [
      'closed for good',
      'are counted, and closed',
      'never wait for the other end',
      `dropped › ${fs}[method]descriptor.`,
    ],
    break: undroppable('descriptor'),
  },
  {
    name: 'a folder that was dropped is read',
    interface: 'file-system',
    fails: ['are read entry by entry', `dropped › ${fs}[method]directory.read`],
    break: undroppable('directory'),
  },
  {
    name: 'links are always followed',
    interface: 'file-system',
    fails: ['links themselves as well'],
    break: onCall('file-system#stat', ({ self, args: [path], proceed }) => proceed(self, [path, true])),
  },
  {
    name: 'a mode that runs as the owner is cut, not refused',
    interface: 'file-system',
    fails: ['modes that run as the owner'],
    break: onCall('file-system#open', ({ self, args: [path, flags, mode], proceed }) =>
      proceed(self, [path, flags, Number(mode) & 0o777]),
    ),
  },
  {
    name: 'flags that no program needs are cut, not refused',
    interface: 'file-system',
    fails: ['refuse flags that no program needs'],
    break: onCall('file-system#open', ({ self, args: [path, flags, mode], proceed }) =>
      proceed(self, [path, Number(flags) & ~0o10000000, mode]),
    ),
  },
  {
    name: 'an exclusive file is opened though it is there',
    interface: 'file-system',
    fails: ['keep to the flags'],
    break: onCall('file-system#open', ({ self, args: [path, flags, mode], proceed }) =>
      proceed(self, [path, Number(flags) & ~0o200, mode]),
    ),
  },
  {
    name: 'the mode of a folder is ignored',
    interface: 'file-system',
    fails: ['are made, renamed'],
    break: onCall('file-system#make-directory', ({ self, args: [path], proceed }) => proceed(self, [path, 0o777])),
  },
  {
    name: 'the time of the token does not run out for files',
    interface: 'file-system',
    fails: ['ends with the token'],
    break: withRights(({ maxExecutionTime: _, ...rights }) => rights),
  },
  {
    name: 'sizes are Numbers',
    interface: 'file-system',
    fails: ['links themselves as well'],
    break: onResult<object>('file-system#stat', (stat) => ({ ...stat, size: 1 })),
  },
  {
    name: 'names come in no order',
    interface: 'file-system',
    fails: ['listed in order'],
    break: onResult<{ entries: unknown[] }>('file-system#read-directory', (listing) => ({
      ...listing,
      entries: listing.entries.toReversed(),
    })),
  },
  {
    name: 'what is not there is not permitted',
    interface: 'file-system',
    fails: ['links themselves as well', 'that are too long'],
    break: onError('file-system#stat', ({ tag, val }) =>
      tag === 'system' ? { tag, val: { ...(val as object), code: 'EPERM' } } : { tag, val },
    ),
  },
  {
    name: 'the second path of an error is lost',
    interface: 'file-system',
    fails: ['name both ends'],
    break: onError('file-system#rename', ({ tag, val }) =>
      tag === 'system' ? { tag, val: { ...(val as object), dest: undefined } } : { tag, val },
    ),
  },
  {
    name: 'calls at once get each other’s files',
    interface: 'file-system',
    fails: ['many calls at once', 'two instances have each'],
    break: (() => {
      let last: unknown;
      return onCall('file-system#read-file', async ({ self, args: [path, flags], proceed }) => {
        last = path;
        await new Promise((resolve) => setImmediate(resolve));
        return proceed(self, [last, flags]);
      });
    })(),
  },
  {
    name: 'a codec gives more than there is room for',
    interface: 'zlib',
    fails: ['undo each other', 'goes on with the input', 'resets'],
    break: onResult<Step>('zlib#[method]codec.transform', (step) => ({
      ...step,
      output: new Uint8Array(step.output.length + 1),
    })),
  },
  {
    name: 'what is left of the input is not said',
    interface: 'zlib',
    fails: ['how much of the input'],
    break: onResult<Step>('zlib#[method]codec.transform', (step) => ({ ...step, unread: 0 })),
  },
  {
    name: 'a codec that was dropped is used',
    interface: 'zlib',
    fails: ['a codec that was dropped', 'holds 512 MiB', 'dropped › zora:node/zlib#[method]codec.'],
    break: undroppable('codec'),
  },
  {
    name: 'a digest is another one',
    interface: 'crypto',
    fails: ['hashes'],
    break: onResult<Uint8Array>('crypto#digest', (digest) => digest.toReversed()),
  },
  {
    name: 'every signature is right',
    interface: 'crypto',
    fails: ['signs what comes in parts'],
    break: onResult('crypto#[method]verifier.verify', () => true),
  },
  {
    name: 'a hash that was dropped is used',
    interface: 'crypto',
    fails: ['refuses what was dropped'],
    break: undroppable('hash'),
  },
  {
    name: 'tasks may take hours',
    interface: 'crypto',
    fails: ['takes minutes or gigabytes'],
    break: onError(
      'crypto#start',
      (payload) => (payload.tag === 'host' ? undefined : payload),
      () => ({
        take: () => undefined,
        subscribe: () => undefined,
      }),
    ),
  },
  {
    name: 'a key may be used for anything',
    interface: 'webcrypto',
    fails: ['does the operations'],
    break: onResult<object>('webcrypto#[method]crypto-key.details', (details) => ({
      ...details,
      usages: ['sign', 'verify'],
    })),
  },
  {
    name: 'the name of the host is shown',
    interface: 'os',
    fails: ['tells nothing of the host'],
    break: onResult<object>('os#get-machine', (machine) => ({ ...machine, hostname: 'the-host' })),
  },
  {
    name: 'priorities rise',
    interface: 'os',
    fails: ['a priority that only falls'],
    break: onError('os#set-priority', () => undefined),
  },
  {
    name: 'the locale of the host is shown',
    interface: 'intl',
    fails: ['from nowhere where the grant names no variables'],
    break: withRights((rights) => ({ ...rights, env: rights.env ?? ['LANG', 'TZ'] })),
  },
  {
    name: 'texts are not limited',
    interface: 'intl',
    fails: ['limits texts'],
    break: onError(
      'intl#to-upper-case',
      (payload) => (payload.tag === 'exceeded' ? undefined : payload),
      () => '',
    ),
  },
  {
    name: 'the answer of a tool is lost',
    interface: 'tool-host',
    fails: ['hands on what the tool says'],
    break: onInstance(() => ({ answers: [] })),
  },
  {
    name: 'a line number is wrong',
    interface: 'compiler',
    fails: ['where a syntax error is'],
    break: onCall('compiler#compile', ({ proceed }) => {
      try {
        return proceed();
      } catch (error) {
        throw { ...(error as object), line: 1 };
      }
    }),
  },
];
