/** The functions of `node:dns/promises` that a resolver of the module's own answers. */
import { Resolver } from './promise-resolver.ts';

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

/** `dnsPromises.resolve` and the others. */
export const promiseFunctions = Object.fromEntries(
  NAMES.map((name) => [
    name,
    { [name]: (...args: unknown[]) => Reflect.apply(own()[name] as (...args: unknown[]) => unknown, own(), args) }[
      name
    ],
  ]),
) as unknown as Bound;

/** Sets the servers that these functions ask. */
export function usePromiseResolver(servers: unknown): void {
  const next = new Resolver();
  next.setServers(servers);
  resolver = next;
}
