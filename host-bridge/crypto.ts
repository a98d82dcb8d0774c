/** `zora:node/crypto` and `zora:node/webcrypto`: the host's own cryptography on what the guest gives. */
import type { Clock } from './capability/clock.ts';
import { agreementFunctions } from './internal/crypto/agreement.ts';
import { certificateFunctions } from './internal/crypto/certificates.ts';
import { cipherFunctions } from './internal/crypto/ciphers.ts';
import { digestFunctions } from './internal/crypto/digests.ts';
import { jobFunctions } from './internal/crypto/jobs.ts';
import { Key, keyFunctions } from './internal/crypto/key.ts';
import { CryptoSession } from './internal/crypto/session.ts';
import { signatureFunctions } from './internal/crypto/signatures.ts';
import { subtleFunctions } from './internal/crypto/subtle.ts';
import type { Implementation } from './internal/implementation.ts';
import type * as Crypto from './wit/zora-node-crypto.d.ts';

/** The parts of an authority that cryptography needs. */
export interface CryptoAuthority {
  readonly clock: Pick<Clock, 'assertAlive'>;
}

/** Both interfaces for one invocation; they share its limits. */
export function createCrypto(authority: CryptoAuthority) {
  const session = new CryptoSession(authority.clock);
  const crypto = {
    Key,
    ...keyFunctions(session),
    ...digestFunctions(session),
    ...cipherFunctions(session),
    ...signatureFunctions(session),
    ...agreementFunctions(session),
    ...jobFunctions(session),
    ...certificateFunctions(session),
  } satisfies Implementation<typeof Crypto>;
  const webcrypto = subtleFunctions(session);
  return { crypto, webcrypto };
}
