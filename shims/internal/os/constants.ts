/** `os.constants`: the groups are made when they are first looked at, since some of them are the host's. */
import { errnoMap } from '../errno.ts';
import { signalNumbers } from '../signals.ts';
import { machine } from './machine.ts';

/** The scheduling priorities by name. Source: libuv, `uv_os_setpriority`. */
const PRIORITIES: readonly [name: string, niceness: number][] = [
  ['PRIORITY_LOW', 19],
  ['PRIORITY_BELOW_NORMAL', 10],
  ['PRIORITY_NORMAL', 0],
  ['PRIORITY_ABOVE_NORMAL', -7],
  ['PRIORITY_HIGH', -14],
  ['PRIORITY_HIGHEST', -20],
];

type Group = Readonly<Record<string, number>>;

function group(entries: Iterable<readonly [string, number]>): Group {
  const result: Record<string, number> = Object.create(null);
  for (const [name, value] of entries) result[name] = value;
  return Object.freeze(result);
}

/** The numbers of the errors of the system; those of `getaddrinfo` are libuv's own. */
function errnoGroup(): Group {
  const numbers = [...errnoMap()].filter(([errno]) => errno > -1000);
  return group(numbers.map(([errno, [name]]) => [name, -errno] as const));
}

const hostConstants = () => machine().constants;

/** Makes the object with its groups. */
export function makeConstants() {
  const lazy = new Map<string, Group>();
  const once = (name: string, make: () => Group): Group => {
    let value = lazy.get(name);
    if (value === undefined) lazy.set(name, (value = make()));
    return value;
  };
  const constants = {
    get UV_UDP_REUSEADDR(): number {
      return hostConstants().find(([name]) => name === 'UV_UDP_REUSEADDR')?.[1] ?? 4;
    },
    get dlopen(): Group {
      return once('dlopen', () => group(hostConstants().filter(([name]) => name.startsWith('RTLD_'))));
    },
    get errno(): Group {
      return once('errno', errnoGroup);
    },
    get signals(): Group {
      return once('signals', () => Object.freeze(signalNumbers()));
    },
    get priority(): Group {
      return once('priority', () => group(PRIORITIES));
    },
  };
  return Object.freeze(Object.setPrototypeOf(constants, null) as typeof constants);
}
