// Generated from wit/ by `npm run wit`. Do not edit.
/** @module Interface zora:node/name-lookup@0.1.0 **/
/**
 * Asks the system's resolver for addresses, as `getaddrinfo` does: `family` is 0, 4 or 6, `hints` are the sum of
 * 8 (`V4MAPPED`), 16 (`ALL`) and 32 (`ADDRCONFIG`). Addresses that the token does not let the guest reach are left out; none left is a denial.
 */
export function lookup(host: string, family: number, hints: number): Query;
/**
 * Asks for the names of an address and a port, as `getnameinfo` does.
 */
export function lookupService(address: string, port: number): Query;
/**
 * Makes a resolver. -1 is the default for `timeout-ms`, 0 for the others.
 */
export function openResolver(timeoutMs: number, tries: number, maxTimeoutMs: number): Resolver;
export type Pollable = import('./zora-node-io.js').Pollable;
export type Error = import('./zora-node-errors.js').Error;
/**
 * An address of a name.
 */
export interface AddressRecord {
  /**
   * The address.
   */
  address: string,
  /**
   * Seconds that it holds.
   */
  ttl: number,
}
/**
 * A certification authority's authorization.
 */
export interface CaaRecord {
  /**
   * 128 when an authority that does not know the property must refuse.
   */
  critical: number,
  /**
   * The property, such as `issue`.
   */
  property: string,
  /**
   * Its value.
   */
  value: string,
}
/**
 * A mail exchange.
 */
export interface MxRecord {
  /**
   * Its name.
   */
  exchange: string,
  /**
   * Lower ones first.
   */
  priority: number,
}
/**
 * A rule to rewrite names.
 */
export interface NaptrRecord {
  /**
   * Flags.
   */
  flags: string,
  /**
   * The service.
   */
  service: string,
  /**
   * A regular expression.
   */
  regexp: string,
  /**
   * The next name.
   */
  replacement: string,
  /**
   * Order.
   */
  order: number,
  /**
   * Preference.
   */
  preference: number,
}
/**
 * The start of a zone.
 */
export interface SoaRecord {
  /**
   * Primary name server.
   */
  nsname: string,
  /**
   * Whom to write to.
   */
  hostmaster: string,
  /**
   * Serial number.
   */
  serial: number,
  /**
   * Seconds until a secondary asks again.
   */
  refresh: number,
  /**
   * Seconds until it tries again.
   */
  retry: number,
  /**
   * Seconds until it gives up.
   */
  expire: number,
  /**
   * Seconds that an absent name holds.
   */
  minttl: number,
}
/**
 * Where a service is.
 */
export interface SrvRecord {
  /**
   * The host.
   */
  name: string,
  /**
   * The port.
   */
  port: number,
  /**
   * Lower ones first.
   */
  priority: number,
  /**
   * The share among equals.
   */
  weight: number,
}
/**
 * A certificate's association.
 */
export interface TlsaRecord {
  /**
   * Usage.
   */
  certUsage: number,
  /**
   * Selector.
   */
  selector: number,
  /**
   * How it matches.
   */
  match: number,
  /**
   * The data.
   */
  data: Uint8Array,
}
/**
 * One record of an answer.
 */
export type DnsRecord = DnsRecordA | DnsRecordAaaa | DnsRecordCaa | DnsRecordCname | DnsRecordMx | DnsRecordNaptr | DnsRecordNs | DnsRecordPtr | DnsRecordSoa | DnsRecordSrv | DnsRecordTlsa | DnsRecordTxt;
/**
 * A
 */
export interface DnsRecordA {
  tag: 'a',
  val: AddressRecord,
}
/**
 * AAAA
 */
export interface DnsRecordAaaa {
  tag: 'aaaa',
  val: AddressRecord,
}
/**
 * CAA
 */
export interface DnsRecordCaa {
  tag: 'caa',
  val: CaaRecord,
}
/**
 * CNAME
 */
export interface DnsRecordCname {
  tag: 'cname',
  val: string,
}
/**
 * MX
 */
export interface DnsRecordMx {
  tag: 'mx',
  val: MxRecord,
}
/**
 * NAPTR
 */
export interface DnsRecordNaptr {
  tag: 'naptr',
  val: NaptrRecord,
}
/**
 * NS
 */
export interface DnsRecordNs {
  tag: 'ns',
  val: string,
}
/**
 * PTR
 */
export interface DnsRecordPtr {
  tag: 'ptr',
  val: string,
}
/**
 * SOA
 */
export interface DnsRecordSoa {
  tag: 'soa',
  val: SoaRecord,
}
/**
 * SRV
 */
export interface DnsRecordSrv {
  tag: 'srv',
  val: SrvRecord,
}
/**
 * TLSA
 */
export interface DnsRecordTlsa {
  tag: 'tlsa',
  val: TlsaRecord,
}
/**
 * TXT: the pieces of one record.
 */
export interface DnsRecordTxt {
  tag: 'txt',
  val: Array<string>,
}
/**
 * The kinds of records that can be asked for.
 * # Variants
 *
 * ## `"a"`
 *
 * A
 * ## `"aaaa"`
 *
 * AAAA
 * ## `"any"`
 *
 * ANY
 * ## `"caa"`
 *
 * CAA
 * ## `"cname"`
 *
 * CNAME
 * ## `"mx"`
 *
 * MX
 * ## `"naptr"`
 *
 * NAPTR
 * ## `"ns"`
 *
 * NS
 * ## `"ptr"`
 *
 * PTR
 * ## `"soa"`
 *
 * SOA
 * ## `"srv"`
 *
 * SRV
 * ## `"tlsa"`
 *
 * TLSA
 * ## `"txt"`
 *
 * TXT
 */
export type RecordType = 'a' | 'aaaa' | 'any' | 'caa' | 'cname' | 'mx' | 'naptr' | 'ns' | 'ptr' | 'soa' | 'srv' | 'tlsa' | 'txt';
/**
 * What a look-up gave.
 */
export type Answer = AnswerAddresses | AnswerService | AnswerNames | AnswerRecords;
/**
 * Addresses, in the order of the system's resolver.
 */
export interface AnswerAddresses {
  tag: 'addresses',
  val: Array<string>,
}
/**
 * The name of a host and of a service.
 */
export interface AnswerService {
  tag: 'service',
  val: [string, string],
}
/**
 * Names of an address.
 */
export interface AnswerNames {
  tag: 'names',
  val: Array<string>,
}
/**
 * Records.
 */
export interface AnswerRecords {
  tag: 'records',
  val: Array<DnsRecord>,
}

export class Query {
  /**
  * The answer; none while there is none. `ENOTFOUND` and the other codes of resolvers are `system` errors whose
  * system call is Node's (`getaddrinfo`, `queryA`, …).
  */
  answer(): Answer | undefined;
  /**
  * The pollable that is ready when there is an answer or an error.
  */
  subscribe(): Pollable;
}

export class Resolver {
  /**
  * The servers: of the guest's own; none where they are the host's, which are withheld.
  */
  servers(): Array<string>;
  /**
  * Sets the servers: addresses with or without a port.
  */
  setServers(servers: Array<string>): void;
  /**
  * The local addresses to ask from; empty for the default.
  */
  setLocalAddress(ipv4: string, ipv6: string): void;
  /**
  * Asks for records of a name.
  */
  resolve(name: string, kind: RecordType): Query;
  /**
  * Asks for the names of an address.
  */
  reverse(address: string): Query;
  /**
  * Ends what is under way with `ECANCELLED`.
  */
  cancel(): void;
}
