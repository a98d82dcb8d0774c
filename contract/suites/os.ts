import { expect } from 'vitest';
import type * as Os from '../../host-bridge/wit/zora-node-os.d.ts';
import { errorOf, type Instance, type OpenInstance, type Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';

/** The contract of `zora:node/os`. */
export function osContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/os', () => {
    let instance: Instance;
    const start = async (rights?: Rights): Promise<typeof Os> => {
      instance = await open(rights);
      return instance.imports['zora:node/os'];
    };
    afterEach(() => instance.dispose());

    test('tells nothing of the host but what the interface says', async () => {
      const machine = (await start({ limits: { memoryBytes: 64 * 1024 * 1024 } })).getMachine();
      expect(machine).toMatchObject({ hostname: 'localhost', username: 'user', memory: 64 * 1024 * 1024 });
      expect(machine.parallelism).toBeGreaterThan(0);
      expect(machine.home).toMatch(/^(\/|[A-Z]:)/);
      expect(machine.constants.map(([name]) => name)).toContain('UV_UDP_REUSEADDR');
    });

    test('counts from the start of the instance', async () => {
      const os = await start();
      const first = os.uptime();
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThan(60);
      expect(os.uptime()).toBeGreaterThanOrEqual(first);
    });

    test('keeps a priority that only falls, of the instance alone', async () => {
      const os = await start();
      expect(os.getPriority(0)).toBe(0);
      os.setPriority(0, 7);
      expect(os.getPriority(process.pid)).toBe(7);
      const refused = { tag: 'system', val: { code: 'EACCES', syscall: 'uv_os_setpriority' } };
      expect(await errorOf(() => os.setPriority(0, 6))).toMatchObject(refused);
      expect(await errorOf(() => os.setPriority(0, 20))).toMatchObject({ val: { code: 'EINVAL' } });
      expect(await errorOf(() => os.getPriority(1))).toMatchObject({ val: { code: 'ESRCH' } });
      expect(await errorOf(() => os.setPriority(-1, 8))).toMatchObject({ val: { code: 'ESRCH' } });
      await instance.dispose();
      expect((await start()).getPriority(0)).toBe(0);
    });
  });
}
