/**
 * Every function of every interface, with arguments that no shim passes, in any order. The engine's glue lets through
 * what fits the WIT types; here all of that has to come back as a value or as a WIT error.
 */
import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { readPackage } from '../../../contract/wit/read.ts';
import { camel, type WitFunction, type WitInterface } from '../../../contract/wit/types.ts';
import { createHostBridge, type HostBridge } from '../../../host-bridge/index.ts';
import { tokenOf } from '../capability/fixture.ts';
import { HostileValues } from './hostile-values.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const CALLS = Number(process.env['FUZZ_CALLS'] ?? 150);
/** What the host imports of a guest's, and what the guest exports. */
const NOT_THE_HOSTS = new Set(['reactor', 'tool', 'command', 'errors', 'compiler']);

const interfaces = [...readPackage().interfaces.values()].filter(
  ({ name, functions }) => !NOT_THE_HOSTS.has(name) && functions.length > 0,
);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-node-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const unhandled: unknown[] = [];
const onUnhandled = (error: unknown) => unhandled.push(error);
let bridge: HostBridge;

function open(): HostBridge {
  const limits = { children: 4, sockets: 8, openFiles: 8, watchers: 4, requests: 4 };
  const network = { allow: ['127.0.0.1'], listen: ['127.0.0.1:0'] };
  const token = tokenOf({ allowedPaths: [folder], allowedCommands: ['true', 'cat'] });
  return createHostBridge({ token, grant: { limits, network, confinement: 'off' }, cwd: folder });
}

beforeEach(() => {
  process.on('unhandledRejection', onUnhandled).on('uncaughtException', onUnhandled);
  bridge = open();
});
afterEach(async () => {
  await bridge.dispose();
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', onUnhandled).off('uncaughtException', onUnhandled);
  expect(unhandled.splice(0)).toEqual([]);
});

type Callable = (...args: unknown[]) => unknown;

function functionOf(
  host: HostBridge,
  { name: from }: WitInterface,
  { resource, name }: WitFunction,
  handles: unknown[],
) {
  const imports = host.imports[`zora:node/${from}`] as Record<string, unknown>;
  if (resource === undefined) return { self: undefined, call: imports[camel(name)] as Callable };
  const class_ = imports[camel(`-${resource}`)] as { prototype: Record<string, Callable> } & Record<string, Callable>;
  const forged: unknown = Object.create(class_.prototype);
  const real = handles.filter((handle) => handle instanceof (class_ as unknown as new () => object));
  const self = real.at(-1) ?? forged;
  return { self, call: class_.prototype[camel(name)] ?? class_[camel(name)] };
}

/** Whether the guest can be given this: a WIT error, its own end, or the trap of who names a handle that there never was. */
function isForTheGuest(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (error instanceof TypeError && /^Receiver must be|private member/.test(error.message)) return true;
  return 'payload' in error || ('name' in error && error.name === 'GuestExit');
}

/** Handles in what a call gave. */
function keep(value: unknown, handles: unknown[]): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (Symbol.dispose in value) handles.push(value);
  else for (const item of Object.values(value).slice(0, 20)) keep(item, handles);
}

/** Ends what may wait for long: nothing here is to be waited for. */
async function settled(value: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, 50);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function attack(host: HostBridge, wit: WitInterface, seed: number, handles: unknown[]): Promise<string[]> {
  const values = new HostileValues(seed, handles);
  const wrong: string[] = [];
  for (let count = 0; count < CALLS; count++) {
    const target = values.pick(wit.functions);
    const { self, call } = functionOf(host, wit, target, handles);
    if (typeof call !== 'function') continue;
    const args = target.parameters.map(([, type]) => values.of(type, wit));
    try {
      const result = call.apply(self, args);
      if (result instanceof Promise) result.catch(() => {});
      keep(await settled(result), handles);
    } catch (error) {
      if (!isForTheGuest(error))
        wrong.push(`${wit.name}#${target.name}: ${error instanceof Error ? error.stack : error}`);
    }
    if (values.random() < 0.1) (handles.splice(0, 1)[0] as Disposable | undefined)?.[Symbol.dispose]();
  }
  return wrong;
}

for (const wit of interfaces) {
  test(`${wit.name} answers with values and WIT errors (seed ${SEED})`, { timeout: 30_000 }, async () => {
    const handles: unknown[] = [];
    expect(await attack(bridge, wit, SEED, handles)).toEqual([]);
    await bridge.dispose();
    expect(await attack(bridge, wit, SEED + 1, handles)).toEqual([]);
  });
}

test('nothing is left open when an instance that did everything at once is gone', { timeout: 30_000 }, async () => {
  const everything = async (host: HostBridge) => {
    const handles: unknown[] = [];
    for (const wit of interfaces) await attack(host, wit, SEED + 2, handles);
    await host.dispose();
  };
  // The process's own (an epoll, inotify, a resolver's) are opened at the first use and stay.
  const opened = () =>
    readdirSync('/proc/self/fd')
      .map(pointsTo)
      .filter((name) => /^(\/|pipe|socket)/.test(name));
  await everything(bridge);
  await expect.poll(() => opened().filter((name) => name.startsWith(folder)), { timeout: 3000 }).toEqual([]);
  const before = opened().length;
  await everything(open());
  await expect.poll(() => opened().filter((name) => name.startsWith(folder)), { timeout: 3000 }).toEqual([]);
  await expect.poll(() => opened().length, { timeout: 3000 }).toBeLessThanOrEqual(before);
});

/** What a descriptor is of. */
function pointsTo(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // The one that lists the folder.
    return 'gone';
  }
}
