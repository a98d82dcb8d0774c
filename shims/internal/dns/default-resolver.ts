/** The functions of `node:dns` that a resolver of the module's own answers. */
import { usePromiseResolver } from './default-promise-resolver.ts';
import { Resolver } from './resolver.ts';

let resolver: Resolver | undefined;

function own(): Resolver {
  return (resolver ??= new Resolver());
}

type Method = Exclude<keyof Resolver, 'cancel' | 'setServers' | 'setLocalAddress'>;
type Bound = { [Name in Method]: Resolver[Name] };

const NAMES: readonly Method[] = [
  'getServers',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTlsa',
  'resolveTxt',
  'reverse',
];

/** `dns.resolve` and the others. */
export const defaultFunctions = Object.fromEntries(
  NAMES.map((name) => [
    name,
    { [name]: (...args: unknown[]) => Reflect.apply(own()[name] as (...args: unknown[]) => unknown, own(), args) }[
      name
    ],
  ]),
) as unknown as Bound;

/** Sets the servers that these functions ask, those of `dns/promises` too. */
export function setServers(servers: unknown): void {
  const next = new Resolver();
  next.setServers(servers);
  usePromiseResolver(servers);
  resolver = next;
}
