/** Records as Node gives them. https://nodejs.org/api/dns.html#dnsresolvehostname-rrtype-callback */
import type { DnsRecord, RecordType } from 'zora:node/name-lookup@0.1.0';

/** The kinds by the names that `resolve` takes. */
export const KINDS: Readonly<Record<string, RecordType>> = {
  A: 'a',
  AAAA: 'aaaa',
  ANY: 'any',
  CAA: 'caa',
  CNAME: 'cname',
  MX: 'mx',
  NAPTR: 'naptr',
  NS: 'ns',
  PTR: 'ptr',
  SOA: 'soa',
  SRV: 'srv',
  TLSA: 'tlsa',
  TXT: 'txt',
};

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
