import { type Mutant, onCall, onError, onResult, undroppable, withRights } from './mutant.ts';

interface Given {
  data: Uint8Array;
  ports: object[];
}

/** Broken workers, and broken channels between them. */
export const workerMutants: readonly Mutant[] = [
  {
    name: 'ports do not go along with a message',
    interface: 'workers',
    fails: ['with the ports that are in them', 'giver’s no more', 'when what it sent has been received'],
    break: onCall('workers#[method]port.post', ({ self, args, proceed }) =>
      proceed(self, [{ ...(args[0] as Given), ports: [] }]),
    ),
  },
  {
    name: 'a message is received without its ports',
    interface: 'workers',
    fails: ['with the ports that are in them'],
    break: onResult<Given | undefined>(
      'workers#[method]port.receive',
      (message) => message && { ...message, ports: [] },
    ),
  },
  {
    name: 'the bytes of a message are not those that were sent',
    interface: 'workers',
    fails: [
      'with the ports that are in them',
      'when what it sent',
      'every other member',
      'finds what it was started with',
    ],
    break: onResult<Given | undefined>(
      'workers#[method]port.receive',
      (message) => message && { ...message, data: message.data.slice(1) },
    ),
  },
  {
    name: 'dropping an end does not close it',
    interface: 'workers',
    fails: ['when what it sent has been received', 'dropped › zora:node/workers#[method]port.post'],
    break: undroppable('port'),
  },
  {
    name: 'a port is closed while something waits',
    interface: 'workers',
    fails: ['when what it sent has been received', 'every other member'],
    break: onResult('workers#[method]port.closed', () => true),
  },
  {
    name: 'a group is another one each time',
    interface: 'workers',
    fails: ['every other member'],
    break: onCall('workers#join', ({ self, args, proceed }) => proceed(self, [`${args[0] as string}${Math.random()}`])),
  },
  {
    name: 'there is no limit of workers',
    interface: 'workers',
    fails: ['no more workers than the grant allows'],
    break: withRights((rights) => ({ ...rights, limits: {} })),
  },
  {
    name: 'a component without modules gives an error of the system',
    interface: 'workers',
    fails: ['evaluates no modules'],
    break: onError('workers#start', (payload) =>
      payload.tag === 'unsupported'
        ? { tag: 'system', val: { code: 'EIO', errno: -5, syscall: '', message: '' } }
        : payload,
    ),
  },
  {
    name: 'a worker cannot be terminated',
    interface: 'workers',
    fails: ['can be terminated'],
    break: onCall('workers#[method]worker.terminate', () => undefined),
  },
  {
    name: 'every worker ends well',
    interface: 'workers',
    fails: ['can be terminated', 'finds what it was started with'],
    break: onResult('workers#[method]worker.outcome', (outcome) => outcome && { tag: 'exited', val: 0 }),
  },
  {
    name: 'the program itself is a worker',
    interface: 'workers',
    fails: ['finds what it was started with'],
    break: onResult('workers#current', (mine) => mine ?? { id: 0, start: { data: new Uint8Array(), ports: [] } }),
  },
];
