/** Declares the contract's tests: the suites of the interfaces, then what is missing. */
import { expect } from 'vitest';
import { Coverage } from './coverage.ts';
import type { OpenInstance } from './host.ts';
import { idOf } from './intercept.ts';
import { observed } from './observe.ts';
import type { Registrar } from './registrar.ts';
import { missingFor, missingLimits } from './rules.ts';
import { SUITES, type Suite } from './suites/index.ts';
import { readPackage } from './wit/read.ts';
import { camel, pascal, type WitInterface, type WitPackage } from './wit/types.ts';

/** What of the contract is looked at. */
export interface ContractOptions {
  /** Names of interfaces; all that guests import by default. */
  interfaces?: readonly string[] | undefined;
  /** The package; this one's by default. */
  wit?: WitPackage | undefined;
  /** The suites; this package's by default. */
  suites?: readonly Suite[] | undefined;
}

/**
 * Declares the tests with `registrar`.
 * @throws TypeError for an interface that guests do not import
 */
export function declareContract(open: OpenInstance, registrar: Registrar, options: ContractOptions = {}): void {
  const { wit = readPackage(), suites = SUITES } = options;
  const interfaces = (options.interfaces ?? wit.imports).map((name): WitInterface => {
    const found = wit.interfaces.get(name);
    if (found === undefined || !wit.imports.includes(name)) throw new TypeError(`guests import no interface ${name}`);
    return found;
  });
  const coverage = new Coverage(wit);
  const watched = observed(wit, open, coverage);
  const { describe, test } = registrar;
  const withFunctions = interfaces.filter(({ functions }) => functions.length > 0);

  describe('present', () => {
    for (const home of withFunctions) {
      test(`${wit.name}/${home.name}`, async () => {
        const instance = await open({ scripts: home.name === 'compiler' });
        const imports = Reflect.get(instance.imports, `${wit.name}/${home.name}`) as Record<string, unknown>;
        const absent = home.functions
          .filter((f) => {
            const class_ = f.resource === undefined ? undefined : (imports[pascal(f.resource)] as typeof imports);
            if (f.kind === 'free') return typeof imports[camel(f.name)] !== 'function';
            if (f.kind === 'static') return typeof class_?.[camel(f.name)] !== 'function';
            // Methods are looked for on the handles that calls give.
            return typeof class_ !== 'function';
          })
          .map(({ id }) => id);
        await instance.dispose();
        expect(absent.join('; ')).toBe('');
      });
    }
  });
  for (const suite of suites) {
    if (suite.interfaces.some((name) => interfaces.some((home) => home.name === name)))
      suite.declare(watched, registrar);
  }
  const methods = withFunctions.flatMap((home) =>
    home.functions.filter(({ kind }) => kind === 'method').map((f) => idOf(wit, home, f)),
  );
  if (methods.length > 0) {
    describe('dropped', () => {
      for (const id of methods) test(id, () => expect(coverage.dropped.get(id)).toBeUndefined());
    });
  }
  describe('complete', () => {
    for (const home of withFunctions) {
      for (const f of home.functions) {
        test(`${wit.name}/${home.name}#${f.id} has been checked`, () => {
          expect(missingFor(wit, coverage, home, f).join('; ')).toBe('');
        });
      }
      test(`the limits of ${wit.name}/${home.name} have been reached`, () => {
        expect(missingLimits(coverage, home).join('; ')).toBe('');
      });
    }
  });
}
