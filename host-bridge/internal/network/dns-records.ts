/** Node's DNS records in the form of `zora:node/name-lookup`. */
import type { promises } from 'node:dns';
import type { DnsRecord, RecordType } from '../../wit/zora-node-name-lookup.d.ts';

type Resolver = promises.Resolver;
type AnyRecord = Awaited<ReturnType<Resolver['resolveAny']>>[number];

/** Asks for the records of one kind. */
export async function resolveRecords(resolver: Resolver, name: string, kind: RecordType): Promise<DnsRecord[]> {
  switch (kind) {
    case 'a':
      return (await resolver.resolve4(name, { ttl: true })).map((val) => ({ tag: 'a', val }));
    case 'aaaa':
      return (await resolver.resolve6(name, { ttl: true })).map((val) => ({ tag: 'aaaa', val }));
    case 'any':
      return (await resolver.resolveAny(name)).map(fromAny);
    case 'caa':
      return (await resolver.resolveCaa(name)).map(({ critical, ...rest }) => ({
        tag: 'caa',
        val: { critical, ...property(rest) },
      }));
    case 'cname':
      return (await resolver.resolveCname(name)).map((val) => ({ tag: 'cname', val }));
    case 'mx':
      return (await resolver.resolveMx(name)).map((val) => ({ tag: 'mx', val }));
    case 'naptr':
      return (await resolver.resolveNaptr(name)).map((val) => ({ tag: 'naptr', val }));
    case 'ns':
      return (await resolver.resolveNs(name)).map((val) => ({ tag: 'ns', val }));
    case 'ptr':
      return (await resolver.resolvePtr(name)).map((val) => ({ tag: 'ptr', val }));
    case 'soa':
      return [{ tag: 'soa', val: await resolver.resolveSoa(name) }];
    case 'srv':
      return (await resolver.resolveSrv(name)).map((val) => ({ tag: 'srv', val }));
    case 'tlsa':
      return (await resolver.resolveTlsa(name)).map(({ data, ...val }) => ({
        tag: 'tlsa',
        val: { ...val, data: new Uint8Array(data) },
      }));
    case 'txt':
      return (await resolver.resolveTxt(name)).map((val) => ({ tag: 'txt', val }));
  }
}

/** A CAA record's property is a member of its own name: `{ issue: 'ca.example' }`. */
function property(record: object): { property: string; value: string } {
  const found = Object.entries(record).find(([name, value]) => name !== 'type' && typeof value === 'string');
  return { property: found?.[0] ?? '', value: found?.[1] ?? '' };
}

function fromAny(record: AnyRecord): DnsRecord {
  switch (record.type) {
    case 'A':
      return { tag: 'a', val: record };
    case 'AAAA':
      return { tag: 'aaaa', val: record };
    case 'CAA':
      return { tag: 'caa', val: { critical: record.critical, ...property(record) } };
    case 'CNAME':
      return { tag: 'cname', val: record.value };
    case 'MX':
      return { tag: 'mx', val: record };
    case 'NAPTR':
      return { tag: 'naptr', val: record };
    case 'NS':
      return { tag: 'ns', val: record.value };
    case 'PTR':
      return { tag: 'ptr', val: record.value };
    case 'SOA':
      return { tag: 'soa', val: record };
    case 'SRV':
      return { tag: 'srv', val: record };
    case 'TLSA':
      return { tag: 'tlsa', val: { ...record, data: new Uint8Array(record.data) } };
    case 'TXT':
      return { tag: 'txt', val: record.entries };
  }
}
