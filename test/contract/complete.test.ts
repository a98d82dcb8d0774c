/** The contract is complete: every interface that guests import is checked, and what is not checked says so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collect, declareContract, type OpenInstance, parsePackage, readPackage } from '../../contract/index.ts';
import { openOurs } from './ours.ts';

test('every interface that guests import has a test file, so that they are run at once', () => {
  const { imports, interfaces } = readPackage();
  const withFunctions = imports.filter((name) => (interfaces.get(name)?.functions.length ?? 0) > 0);
  expect(withFunctions.length).toBeGreaterThan(15);
  // `stdio` is checked with `io`.
  const missing = withFunctions.filter((name) => !existsSync(join(import.meta.dirname, `${name}.test.ts`)));
  expect(missing).toEqual(['stdio']);
});

describe('what is not checked', () => {
  const folder = join(import.meta.dirname, '../../wit');
  /** The package with a change in its text. */
  const changed = (from: string, to: string) => {
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith('.wit'))
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    if (!texts.some((text) => text.includes(from))) throw new TypeError(`no file has ${from}`);
    return parsePackage(texts.map((text) => text.replace(from, to)));
  };
  const failed = async (interfaces: string[], options: { open?: OpenInstance; from: string; to: string }) => {
    const wit = changed(options.from, options.to);
    const contract = collect((registrar) =>
      declareContract(options.open ?? openOurs(), registrar, { interfaces, wit }),
    );
    const results = await contract.run();
    return results.filter(({ error }) => error !== undefined).map(({ name, error }) => [name, String(error)] as const);
  };

  test('a function that is new in the WIT fails by its name', async () => {
    const [present, complete, ...more] = await failed(['os'], {
      from: '  get-machine: func() -> machine;',
      to: '  get-machine: func() -> machine;\n  get-more: func() -> u32;',
    });
    expect(present?.[0]).toBe('present › zora:node/os');
    expect(present?.[1]).toContain('get-more');
    expect(complete?.[0]).toBe('complete › zora:node/os#get-more has been checked');
    expect(complete?.[1]).toContain('no test calls it');
    expect(more).toEqual([]);
  });

  test('a function that can fail, and is not seen to', async () => {
    const failures = await failed(['system'], {
      from: '  encode-utf8: func(text: string) -> list<u8>;',
      to: '  encode-utf8: func(text: string) -> result<list<u8>, string>;',
    });
    expect(failures.map(([name]) => name)).toEqual(['complete › zora:node/system#encode-utf8 has been checked']);
    expect(failures[0]?.[1]).toContain('no test sees it refuse an argument');
  });

  test('a function that the token decides on, and is not seen denied', async () => {
    const failures = await failed(['os'], {
      from: '/// What a guest may know of the machine under it (`node:os`).',
      to: '/// What a guest may know of the machine under it, where the token says so (`FileSystemRead`).',
    });
    expect(failures.length).toBeGreaterThan(0);
    for (const [name, why] of failures) {
      expect(name).toMatch(/^complete › zora:node\/os#/);
      expect(why).toContain('no test sees it denied');
    }
  });

  test('a value of another type than the WIT says', async () => {
    const failures = await failed(['os'], { from: '  uptime: func() -> f64;', to: '  uptime: func() -> string;' });
    expect(failures.map(([name]) => name)).toContain('zora:node/os › counts from the start of the instance');
    expect(failures[0]?.[1]).toContain('zora:node/os#uptime: the value is');
  });

  test('a host that lacks a function', async () => {
    const ours = openOurs();
    const open: OpenInstance = async (rights) => {
      const instance = await ours(rights);
      const { uptime: _, ...rest } = instance.imports['zora:node/os'];
      return { ...instance, imports: { ...instance.imports, 'zora:node/os': rest as never } };
    };
    const failures = await failed(['os'], { open, from: 'package', to: 'package' });
    expect(failures[0]?.[0]).toBe('present › zora:node/os');
    expect(failures[0]?.[1]).toContain('uptime');
  });

  test('an interface that guests do not import is no part of it', () => {
    expect(() => collect((registrar) => declareContract(openOurs(), registrar, { interfaces: ['reactor'] }))).toThrow(
      TypeError,
    );
  });
});
