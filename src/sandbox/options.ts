/** What a caller passes for a token and a grant: plain data, dates as Date or ISO string. Both are validated at the door. */
import type { Grant } from '../../host-bridge/capability/grant.ts';
import type { WorkerCapabilityToken } from '../../host-bridge/capability/token.ts';

/** A token as it was made or as it came out of JSON. */
export type TokenInput = Omit<WorkerCapabilityToken, 'createdAt' | 'expiresAt'> & {
  readonly createdAt: Date | string;
  readonly expiresAt: Date | string;
};

/** A grant. */
export type GrantInput = Grant;
