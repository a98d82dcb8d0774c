/** A name server on the loopback for the tests: every name has one address, one text and one name of its address. */
import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

const TYPES: Readonly<Record<number, Buffer>> = {
  // A
  1: Buffer.of(127, 0, 0, 1),
  // PTR
  12: Buffer.from('\x04here\x04test\0', 'latin1'),
  // TXT
  16: Buffer.from('\x05hello', 'latin1'),
};

/** Answers queries until it is closed. */
export interface DnsServer {
  /** As `set-servers` takes it. */
  readonly address: string;
  close(): Promise<void>;
}

/** @param silent it never answers */
export async function startDnsServer({ silent = false } = {}): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    if (!silent) socket.send(answerTo(query), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** RFC 1035, section 4: the header and the question again, with one record. */
function answerTo(query: Buffer): Buffer {
  const end = query.indexOf(0, 12) + 5;
  const question = query.subarray(12, end);
  const data = TYPES[query.readUInt16BE(end - 4)];
  const header = Buffer.from(query.subarray(0, 12));
  // A response with recursion; a type that there is none of has no record.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data === undefined ? 0 : 1, 6);
  header.writeUInt32BE(0, 8);
  if (data === undefined) return Buffer.concat([header, question]);
  const record = Buffer.alloc(12);
  // The name is the question's.
  record.writeUInt16BE(0xc00c, 0);
  query.copy(record, 2, end - 4, end);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([header, question, record, data]);
}
