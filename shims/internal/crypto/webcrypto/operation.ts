import { type Operation, type SubtleOutcome, start } from 'zora:node/webcrypto@0.1.0';
import { watch } from '../../loop.ts';
import { toArrayBuffer } from '../bytes.ts';
import { callCrypto, fromThrown } from '../failure.ts';
import { fromWitJwk } from '../jwk.ts';
import { cryptoKeyOf } from './crypto-key.ts';

function toResult(outcome: SubtleOutcome): unknown {
  switch (outcome.tag) {
    case 'bytes':
      return toArrayBuffer(outcome.val);
    case 'flag':
      return outcome.val;
    case 'key':
      return cryptoKeyOf(outcome.val);
    case 'pair':
      return { publicKey: cryptoKeyOf(outcome.val.public), privateKey: cryptoKeyOf(outcome.val.private) };
    case 'jwk':
      return fromWitJwk(outcome.val);
  }
}

/** Runs an operation on the host. @throws what the host refuses at once; the promise is rejected with the library's errors */
export function operate(operation: Operation): Promise<unknown> {
  const job = callCrypto(() => start(operation));
  const pollable = job.subscribe();
  return new Promise((resolve, reject) => {
    const handle = watch(pollable, () => {
      let outcome: SubtleOutcome | null = null;
      try {
        outcome = job.take();
        if (outcome === null) return;
        resolve(toResult(outcome));
      } catch (thrown) {
        reject(fromThrown(thrown));
      }
      handle.close();
      pollable[Symbol.dispose]();
      job[Symbol.dispose]();
    });
  });
}
