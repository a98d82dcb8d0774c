/** Declares the contract of guests: what a component has to keep, whatever language it was written in. */
import { expect } from 'vitest';
import type { OpenInstance, Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';
import { readPackage } from '../wit/read.ts';
import type { GuestCall, GuestExports, Instantiate } from './component.ts';
import { type GuestAnswer, type GuestRecord, type RunManner, runGuest } from './run.ts';

/** What a component is tested with. */
export interface GuestOptions {
  /** A host that keeps the contract. */
  open: OpenInstance;
  /** Calls that it answers with a result. */
  answered: readonly GuestCall[];
  /** Calls that the host denies it something in: it answers with an error. */
  denied: readonly GuestCall[];
}

/** Declares the tests with `registrar`. */
export function declareGuestContract(
  instantiate: Instantiate,
  { describe, test }: Registrar,
  { open, answered, denied }: GuestOptions,
): void {
  const wit = readPackage();
  const start = (rights: Rights, begin: (exports: GuestExports) => Promise<void>, manner?: RunManner) =>
    runGuest(wit, open, instantiate, rights, begin, manner);
  const describeTools = async () => {
    const record = await start({}, ({ tool }) => tool.describe());
    const [answer] = record.answers;
    return { record, tools: answer?.kind === 'described' ? answer.tools : [] };
  };
  const call = async ({ tool, input, rights = {} }: GuestCall, manner?: RunManner): Promise<GuestRecord> => {
    const name = tool ?? (await describeTools()).tools[0]?.name ?? '';
    const text = input === undefined ? '' : JSON.stringify(input);
    return start(rights, (exports) => exports.tool.invoke(name, text), manner);
  };
  const kinds = (record: GuestRecord) => record.answers.map(({ kind }) => kind);

  describe('tool.describe', () => {
    test('says once what its tools are, and needs no rights for it', async () => {
      const { record, tools } = await describeTools();
      expect(record.problems).toEqual([]);
      expect(kinds(record)).toEqual(['described']);
      expect(tools.length).toBeGreaterThan(0);
      expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
      for (const { name, inputSchema } of tools) {
        expect(name).not.toBe('');
        if (inputSchema !== '') expect(JSON.parse(inputSchema)).toBeTypeOf('object');
      }
    });
  });

  describe('tool.invoke', () => {
    for (const each of answered) {
      test(`answers once: ${each.title}`, async () => {
        const record = await call(each);
        expect(record.problems).toEqual([]);
        expect(kinds(record)).toEqual(['resolved']);
        JSON.parse(outputOf(record));
      });

      test(`has let go of everything at its end: ${each.title}`, async () => {
        expect((await call(each)).held).toEqual([]);
      });

      test(`bears turns for which nothing is ready, and tokens that it never gave: ${each.title}`, async () => {
        const record = await call(each, { spurious: true });
        expect(record.problems).toEqual([]);
        expect(kinds(record)).toEqual(['resolved']);
      });
    }

    for (const each of denied) {
      test(`answers a denial with an error: ${each.title}`, async () => {
        const record = await call(each);
        expect(record.problems).toEqual([]);
        expect(kinds(record)).toEqual(['rejected']);
        expect(codesOf(record.answers[0])).toContain('ERR_ACCESS_DENIED');
        expect(record.held).toEqual([]);
      });
    }

    test('knows no tool of another name', async () => {
      const record = await start({}, ({ tool }) => tool.invoke('no such tool', '{}'));
      expect(record.problems).toEqual([]);
      expect(kinds(record)).toEqual(['rejected']);
    });

    test('keeps instances apart', async () => {
      const records = await Promise.all(answered.map((each) => call(each)));
      expect(records.map(kinds)).toEqual(answered.map(() => ['resolved']));
    });
  });
}

const outputOf = ({ answers: [answer] }: GuestRecord): string => (answer?.kind === 'resolved' ? answer.output : '');

/** The codes of a failure and of its causes. */
function codesOf(answer: GuestAnswer | undefined): string[] {
  if (answer?.kind !== 'rejected') return [];
  const codes = answer.failure.code === undefined ? [] : [answer.failure.code];
  let value = JSON.parse(answer.failure.properties) as { cause?: { code?: string } };
  while (value.cause !== undefined && value.cause !== null) {
    if (value.cause.code !== undefined) codes.push(value.cause.code);
    value = value.cause as typeof value;
  }
  return codes;
}
