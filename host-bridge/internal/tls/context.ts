/** The resource `secure-context`. */
import * as tls from 'node:tls';
import { InvalidArgument } from '../../capability/denial.ts';
import type * as Wit from '../../wit/zora-node-tls.d.ts';
import type { Implementation } from '../implementation.ts';
import { assertAtMost, copyOf, type TlsSession } from './session.ts';

/** Bytes of keys and certificates that one context is made of. */
const MAX_MATERIAL = 16 * 1024 * 1024;
const TICKET_KEYS = 48;

/** What Node's own wrapper of a context offers; all of it is there since Node 12. */
interface NativeContext {
  addCACert(certificate: Buffer): void;
  getTicketKeys(): Buffer;
  setTicketKeys(keys: Buffer): void;
  getCertificate(): Buffer | null;
  getIssuer(): Buffer | null;
}

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

function sizeOf(options: Wit.ContextOptions): number {
  const lists = [...(options.ca ?? []), ...options.cert, ...options.crl];
  for (const { data, passphrase } of [...options.key, ...options.pfx]) lists.push(data, Buffer.from(passphrase ?? ''));
  if (options.dhparam !== undefined) lists.push(options.dhparam);
  return lists.reduce((sum, { length }) => sum + length, 0);
}

function secrets(list: readonly Wit.Secret[], name: 'pem' | 'buf'): object[] {
  return list.map(({ data, passphrase }) => ({
    [name]: buffer(data),
    ...(passphrase === undefined ? {} : { passphrase }),
  }));
}

/** Node's options of the guest's; what the guest left out is left out. */
function toOptions(given: Wit.ContextOptions): tls.SecureContextOptions {
  assertAtMost(sizeOf(given), MAX_MATERIAL, 'keys and certificates');
  if (given.ticketKeys !== undefined && given.ticketKeys.length !== TICKET_KEYS) {
    throw new InvalidArgument(`ticket-keys: not ${TICKET_KEYS} bytes`);
  }
  const { dhparam } = given;
  const auto = dhparam !== undefined && buffer(dhparam).toString('latin1') === 'auto';
  const options: Record<string, unknown> = {
    ca: given.ca?.map(buffer),
    cert: given.cert.length > 0 ? given.cert.map(buffer) : undefined,
    key: given.key.length > 0 ? secrets(given.key, 'pem') : undefined,
    pfx: given.pfx.length > 0 ? secrets(given.pfx, 'buf') : undefined,
    passphrase: given.passphrase,
    crl: given.crl.length > 0 ? given.crl.map(buffer) : undefined,
    ciphers: given.ciphers,
    sigalgs: given.sigalgs,
    ecdhCurve: given.ecdhCurve,
    dhparam: dhparam === undefined ? undefined : auto ? 'auto' : buffer(dhparam),
    minVersion: given.minVersion,
    maxVersion: given.maxVersion,
    secureProtocol: given.secureProtocol,
    secureOptions: given.secureOptions,
    honorCipherOrder: given.honorCipherOrder,
    sessionIdContext: given.sessionIdContext,
    sessionTimeout: given.sessionTimeout,
    ticketKeys: given.ticketKeys === undefined ? undefined : buffer(given.ticketKeys),
    allowPartialTrustChain: given.allowPartialTrustChain || undefined,
  };
  for (const [name, value] of Object.entries(options)) if (value === undefined) delete options[name];
  return options;
}

/** The class for one invocation. */
export function contextClass(
  session: TlsSession,
): Implementation<typeof Wit>['SecureContext'] & { contextOf(handle: unknown): tls.SecureContext } {
  return class SecureContext implements Wit.SecureContext {
    readonly #context: tls.SecureContext;
    readonly #release: () => void;
    #dropped = false;

    private constructor(context: tls.SecureContext, release: () => void) {
      this.#context = context;
      this.#release = release;
    }

    static open(options: Wit.ContextOptions): SecureContext {
      return session.call(() => {
        const release = session.acquire('tlsContexts');
        try {
          return new SecureContext(tls.createSecureContext(toOptions(options)), release);
        } catch (error) {
          release();
          throw error;
        }
      });
    }

    /** Node's context behind a handle. @throws InvalidArgument */
    static contextOf(handle: unknown): tls.SecureContext {
      if (typeof handle !== 'object' || handle === null || !(#context in handle)) {
        throw new InvalidArgument('secure-context: no handle');
      }
      if (handle.#dropped) throw new InvalidArgument('secure-context: dropped');
      return handle.#context;
    }

    addCa(certificate: Uint8Array): void {
      session.call(() => {
        assertAtMost(certificate.length, MAX_MATERIAL, 'certificate');
        SecureContext.#native(this).addCACert(buffer(certificate));
      });
    }

    ticketKeys(): Uint8Array {
      return session.call(() => copyOf(SecureContext.#native(this).getTicketKeys()));
    }

    setTicketKeys(keys: Uint8Array): void {
      session.call(() => {
        if (keys.length !== TICKET_KEYS) throw new InvalidArgument(`ticket-keys: not ${TICKET_KEYS} bytes`);
        SecureContext.#native(this).setTicketKeys(buffer(keys));
      });
    }

    certificate(): Uint8Array | undefined {
      const found = #context in this && !this.#dropped ? SecureContext.#native(this).getCertificate() : null;
      return found === null ? undefined : copyOf(found);
    }

    issuer(): Uint8Array | undefined {
      const found = #context in this && !this.#dropped ? SecureContext.#native(this).getIssuer() : null;
      return found === null ? undefined : copyOf(found);
    }

    [Symbol.dispose](): void {
      if (!(#context in this)) return;
      this.#dropped = true;
      this.#release();
    }

    static #native(handle: SecureContext): NativeContext {
      return SecureContext.contextOf(handle).context as NativeContext;
    }
  };
}
