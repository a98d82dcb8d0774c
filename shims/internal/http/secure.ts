/** What https needs of TLS. There is no `node:tls` in the guest yet, so that connecting and listening refuse. */
import { refuse } from '../refuse.ts';
import type { HttpSocket } from './types.ts';

export interface Tls {
  connect(options: object): HttpSocket;
  Server: { prototype: Record<PropertyKey, unknown> } & ((this: unknown, ...args: unknown[]) => void);
  checkServerIdentity: unknown;
}

export const tls: Tls = {
  connect: refuse('tls', 'connect'),
  Server: refuse('tls', 'Server') as unknown as Tls['Server'],
  checkServerIdentity: refuse('tls', 'checkServerIdentity'),
};
