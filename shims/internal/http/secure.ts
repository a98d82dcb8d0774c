/** What https needs of TLS. */
import { connect } from '../tls/connect.ts';
import { checkServerIdentity } from '../tls/identity.ts';
import { Server } from '../tls/server.ts';
import type { HttpSocket } from './types.ts';

export interface Tls {
  connect(options: object): HttpSocket;
  Server: { prototype: Record<PropertyKey, unknown> } & ((this: unknown, ...args: unknown[]) => void);
  checkServerIdentity: unknown;
}

export const tls: Tls = {
  connect: connect as unknown as Tls['connect'],
  Server: Server as unknown as Tls['Server'],
  checkServerIdentity,
};
