import { expect } from 'vitest';
import type { OpenInstance } from '../host.ts';
import type { Registrar } from '../registrar.ts';

/** The contract of `zora:node/tool-host`. */
export function toolHostContract(open: OpenInstance, { describe, test }: Registrar): void {
  describe('zora:node/tool-host', () => {
    test('hands on what the tool says', async () => {
      const instance = await open();
      const { described, reject, resolve } = instance.imports['zora:node/tool-host'];
      const tool = { name: 'a', description: 'does a', inputSchema: '{}' };
      const failure = { name: 'TypeError', message: 'no', code: 'ERR_X', stack: undefined, properties: '{"a":1}' };
      described([tool]);
      resolve('{"b":2}');
      reject(failure);
      expect(instance.answers).toEqual([
        { kind: 'described', tools: [tool] },
        { kind: 'resolved', output: '{"b":2}' },
        { kind: 'rejected', failure },
      ]);
      await instance.dispose();
    });
  });
}
