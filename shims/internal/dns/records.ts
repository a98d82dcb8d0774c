/** Records as Node gives them. https://nodejs.org/api/dns.html#dnsresolvehostname-rrtype-callback */
import type { DnsRecord, RecordType } from 'zora:node/name-lookup@0.1.0';

/** The methods that ask for one kind. */
export const QUERIES = {
  resolveAny: 'any',
  resolve4: 'a',
  resolve6: 'aaaa',
  resolveCaa: 'caa',
  resolveCname: 'cname',
  resolveMx: 'mx',
  resolveNs: 'ns',
  resolveTlsa: 'tlsa',
  resolveTxt: 'txt',
  resolveSrv: 'srv',
  resolvePtr: 'ptr',
  resolveNaptr: 'naptr',
  resolveSoa: 'soa',
} as const satisfies Readonly<Record<string, RecordType>>;

/** The name of such a method. */
export type QueryMethod = keyof typeof QUERIES;

/** What Node calls the question: `queryAaaa`. */
export function queryName(kind: RecordType): string {
  return `query${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

function bare(record: DnsRecord): unknown {
  switch (record.tag) {
    case 'caa': {
      const { critical, property, value } = record.val;
      return { critical, [property]: value };
    }
    case 'tlsa':
      return { ...record.val, data: record.val.data.slice().buffer };
    case 'a':
    case 'aaaa':
      return { address: record.val.address, ttl: record.val.ttl };
    default:
      return record.val;
  }
}

function typed(record: DnsRecord): object {
  const type = record.tag.toUpperCase();
  switch (record.tag) {
    case 'cname':
    case 'ns':
    case 'ptr':
      return { value: record.val, type };
    case 'txt':
      return { entries: record.val, type };
    default:
      return { ...(bare(record) as object), type };
  }
}

/** The answer of a question of one kind. */
export function toResult(kind: RecordType, records: readonly DnsRecord[], ttl: boolean): unknown {
  if (kind === 'any') return records.map(typed);
  if (kind === 'soa') return records[0] === undefined ? undefined : bare(records[0]);
  if (kind === 'a' || kind === 'aaaa') {
    return records.map((record) => (ttl ? bare(record) : (record.val as { address: string }).address));
  }
  return records.map(bare);
}
