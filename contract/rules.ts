/** What the tests must have seen of each function before a host counts as checked. Computed from the WIT. */
import type { Coverage } from './coverage.ts';
import { idOf } from './intercept.ts';
import type { WitFunction, WitInterface, WitPackage } from './wit/types.ts';

/** Permissions in the words of Node's model, as the comment of an interface names what its functions are checked against. */
const PERMISSION = /`(ChildProcess|FileSystemRead|FileSystemWrite|Net)`/;

/** Functions of such interfaces that ask for nothing that a token could deny, and why. */
const NEVER_DENIED: Readonly<Record<string, string>> = {
  'child-process#kill': 'reaches only what the instance itself has started',
  'file-system#pause': 'waits, and reads nothing',
  'name-lookup#open-resolver': 'asks nobody yet',
  'datagram#open': 'binds nothing and sends nothing yet',
  // How these went is the answer of a handle, which is where the denial shows.
  'network#connect': 'the denial is in `connection.status`',
  'name-lookup#lookup': 'the denial is in `query.answer`',
  'name-lookup#lookup-service': 'the denial is in `query.answer`',
};
/** Methods that must have given a denial. */
const DENIED_METHODS = new Set([
  'network#[method]connection.status',
  'name-lookup#[method]query.answer',
  'datagram#[method]udp-socket.bind',
  'datagram#[method]udp-socket.connect',
  'datagram#[method]udp-socket.join',
]);

/** Limits of the grant that each interface must be seen to keep. */
const LIMITS: Readonly<Record<string, readonly string[]>> = {
  stdio: ['outputBytes'],
  'child-process': ['children'],
  http: ['requests', 'bodyBytes'],
  network: ['sockets'],
  datagram: ['sockets'],
  workers: ['workers'],
  'file-system': ['openFiles', 'watchers'],
  intl: ['intlFormatters', 'intlText'],
  // Which of them is the host's own affair.
  crypto: ['*'],
  zlib: ['codecMemory'],
};

/** What is missing for a function: empty where its contract was checked. */
export function missingFor(wit: WitPackage, coverage: Coverage, home: WitInterface, f: WitFunction): string[] {
  const seen = coverage.outcomes(home, f);
  const missing: string[] = [];
  const name = `${home.name}#${f.id}`;
  if (seen.size === 0) return ['no test calls it'];
  if (neverReturns(name) ? !seen.has('trap') : !seen.has('ok')) missing.push('no test sees it succeed');
  if (f.result?.name === 'result' && [...seen].every((outcome) => outcome === 'ok'))
    missing.push('no test sees it refuse an argument');
  if (mustBeDenied(home, f) && !seen.has('denied')) missing.push('no test sees it denied');
  if (f.kind === 'method' && !coverage.dropped.has(idOf(wit, home, f)))
    missing.push('no test calls it on a handle that was dropped');
  return missing;
}

/** The limits of an interface that no test has run into. */
export function missingLimits(coverage: Coverage, home: WitInterface): string[] {
  return (LIMITS[home.name] ?? []).filter((limit) =>
    limit === '*' ? coverage.limits.size === 0 : !coverage.limits.has(limit),
  );
}

/** Whether a call ends the instance, so that success is that it does not return. */
export const neverReturns = (name: string): boolean => name === 'system#exit';

function mustBeDenied(home: WitInterface, f: WitFunction): boolean {
  const name = `${home.name}#${f.id}`;
  if (DENIED_METHODS.has(name)) return true;
  return f.kind === 'free' && PERMISSION.test(home.docs) && !(name in NEVER_DENIED);
}
