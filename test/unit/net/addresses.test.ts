/** Addresses, block lists and arguments of node:net, against Node's own. */
import native from 'node:net';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', () => import('../encoding/host.ts'));
vi.mock('zora:node/reactor-host@0.1.0', () => ({}));
vi.mock('zora:node/stdio@0.1.0', () => ({}));
const { start } = await import('../../../shims/internal/instance.ts');
const { isIP } = await import('../../../shims/internal/net/ip.ts');
const { BlockList } = await import('../../../shims/internal/net/block-list.ts');
const { SocketAddress } = await import('../../../shims/internal/net/socket-address.ts');
const { normalizeArgs } = await import('../../../shims/internal/net/arguments.ts');
start();

const texts = [
  ...['127.0.0.1', '0.0.0.0', '255.255.255.255', '256.0.0.1', '1.2.3', '1.2.3.4.5', '01.2.3.4', '1.2.3.4 ', '', '::'],
  ...['::1', '1::', '1::2', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '::ffff:1.2.3.4', '::1.2.3.4'],
  ...['1.2.3.4::', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:7:1.2.3.4', 'fe80::1%eth0', 'fe80::1%', '%eth0', '::1%a_b'],
  ...['12345::', 'g::', ':::', '1::2::3', ':1', '1:', '::ffff:1.2.3.400', 'abcd:EF01::2', '2001:db8::', '::1::', 'x'],
];

test.each(texts)('isIP(%j)', (text) => {
  expect(isIP(text)).toBe(native.isIP(text));
});

const outcome = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return [(error as Error).name, (error as { code?: string }).code];
  }
};

describe('SocketAddress', () => {
  test.each([
    {},
    { address: '1.2.3.4', port: 80 },
    { family: 'ipv6' },
    { family: 'IPv6', address: '0:0:0:0:0:0:0:1', flowlabel: 5 },
    { family: 'ipv6', address: '2001:0db8:0000:0000:0001:0000:0000:0001' },
    { family: 'ipv6', address: '::ffff:1.2.3.4' },
    { family: 'ipv6', address: '1:0:3:0:0:6:0:8' },
    { family: 'ipv5' },
    { address: '::1' },
    { address: 5 },
    { port: 65_536 },
    { port: '80' },
    { flowlabel: -1 },
  ])('%j', (options) => {
    const ours = outcome(() => new SocketAddress(options as never).toJSON());
    const theirs = outcome(() => {
      const { address, port, family, flowlabel } = new native.SocketAddress(options as never);
      return { address, port, family, flowlabel };
    });
    expect(ours).toEqual(theirs);
  });

  test.each(['1.2.3.4:80', '1.2.3.4', '[::1]:8080', '[::1]', '::1', 'localhost:80', '1.2.3.4:99999', ''])(
    'parse(%j)',
    (text) => {
      const theirs = native.SocketAddress.parse(text);
      const ours = SocketAddress.parse(text);
      const fields = (value: typeof theirs) => value && [value.address, value.family, value.port];
      expect(fields(ours as never)).toEqual(fields(theirs));
    },
  );
});

describe('BlockList', () => {
  const fill = (list: native.BlockList): native.BlockList => {
    list.addAddress('1.1.1.1');
    list.addRange('10.0.0.1', '10.0.0.10');
    list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
    list.addSubnet('192.168.0.77', 16);
    list.addAddress('::ffff:9.9.9.9', 'ipv6');
    return list;
  };
  const ours = fill(new BlockList() as never);
  const theirs = fill(new native.BlockList());

  test('rules', () => {
    expect(ours.rules.toSorted()).toEqual(theirs.rules.toSorted());
  });

  test.each([
    ['1.1.1.1', 'ipv4'],
    ['::ffff:1.1.1.1', 'ipv6'],
    ['::ffff:101:101', 'ipv6'],
    ['10.0.0.1', 'ipv4'],
    ['10.0.0.10', 'ipv4'],
    ['10.0.0.11', 'ipv4'],
    ['192.168.255.1', 'ipv4'],
    ['192.169.0.1', 'ipv4'],
    ['8592:757c:efae:4e45:f::', 'ipv6'],
    ['8592:757c:efae:4f45:f::', 'ipv6'],
    ['9.9.9.9', 'ipv4'],
    ['nonsense', 'ipv4'],
    ['1.1.1.1', 'ipv6'],
  ] as const)('%s as %s', (address, family) => {
    expect(ours.check(address, family)).toBe(theirs.check(address, family));
  });

  test('what is refused', () => {
    for (const use of [
      (list: native.BlockList) => list.addAddress('x'),
      (list: native.BlockList) => list.addAddress(1 as never),
      (list: native.BlockList) => list.addRange('1.1.1.2', '1.1.1.1'),
      (list: native.BlockList) => list.addSubnet('1.1.1.1', 33),
      (list: native.BlockList) => list.addSubnet('1.1.1.1', '8' as never),
      (list: native.BlockList) => list.addAddress('1.1.1.1', 'ipv5' as never),
    ]) {
      expect(outcome(() => use(new BlockList() as never))).toEqual(outcome(() => use(new native.BlockList())));
    }
  });
});

test.each([
  [[]],
  [[80]],
  [['80']],
  [['/tmp/x']],
  [[80, 'host']],
  [[{ port: 1, host: 'h' }]],
  [[null]],
  [['']],
  [['0x50']],
])('arguments %j', (args) => {
  const theirs = (native as unknown as { _normalizeArgs(args: unknown[]): [object, unknown] })._normalizeArgs(args);
  const [options, callback] = normalizeArgs(args);
  expect([options, callback]).toEqual([{ ...theirs[0] }, theirs[1]]);
});
