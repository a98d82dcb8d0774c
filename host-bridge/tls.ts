/** `zora:node/tls`: TLS by Node's own implementation, over records that the guest carries. */

import * as tls from 'node:tls';
import { InvalidArgument } from './capability/denial.ts';
import type { Implementation } from './internal/implementation.ts';
import { Readiness } from './internal/readiness.ts';
import { contextClass } from './internal/tls/context.ts';
import { HostEngine } from './internal/tls/host-engine.ts';
import { assertAtMost, copyOf, type TlsAuthority, TlsSession } from './internal/tls/session.ts';
import { InputStream, OutputStream, Pollable } from './io.ts';
import type * as Wit from './wit/zora-node-tls.d.ts';

const ALWAYS = new Readiness(() => true);
const MAX_EXPORT = 1024 * 1024;
const MAX_CHAIN = 100;

const optional = (value: Uint8Array | null | undefined): Uint8Array | undefined => (value ? copyOf(value) : undefined);

/** Newer Nodes have these. */
interface NewerTls {
  getCACertificates?(kind: string): string[];
}

/** The TLS of one caller. */
export function createTls(authority: TlsAuthority): { imports: Implementation<typeof Wit>; dispose(): void } {
  const session = new TlsSession(authority);
  const engines = new Set<HostEngine>();
  const SecureContext = contextClass(session);

  class Engine implements Wit.Engine {
    readonly #engine: HostEngine;
    readonly #release: () => void;
    readonly #taken = new Set<string>();

    private constructor(engine: HostEngine, release: () => void) {
      this.#engine = engine;
      this.#release = release;
    }

    static open(context: Wit.SecureContext, options: Wit.EngineOptions): Engine {
      return session.call(() => {
        const release = session.acquire('tlsEngines');
        try {
          const engine = new HostEngine(SecureContext.contextOf(context), options);
          engines.add(engine);
          return new Engine(engine, release);
        } catch (error) {
          release();
          throw error;
        }
      });
    }

    recordsIn(): OutputStream | undefined {
      return this.#once('in') ? new OutputStream(this.#engine.wire.fromGuest) : undefined;
    }

    recordsOut(): InputStream | undefined {
      const { toGuest } = (#engine in this && this.#engine.wire) || {};
      return toGuest && this.#once('out') ? new InputStream(toGuest, () => toGuest.cancel()) : undefined;
    }

    input(): InputStream | undefined {
      return this.#once('input') ? new InputStream(this.#engine.input) : undefined;
    }

    output(): OutputStream | undefined {
      return this.#once('output') ? new OutputStream(this.#engine.output) : undefined;
    }

    nextEvent(): Wit.Event | undefined {
      return #engine in this ? this.#engine.next() : undefined;
    }

    subscribe(): Pollable {
      return new Pollable(#engine in this ? this.#engine.readiness : ALWAYS);
    }

    answerContext(context: Wit.SecureContext | undefined): void {
      if (!(#engine in this)) return;
      let found: tls.SecureContext | undefined;
      try {
        found = context === undefined ? undefined : SecureContext.contextOf(context);
      } catch (error) {
        this.#engine.answer(error as Error);
        return;
      }
      this.#engine.answer(null, found);
    }

    answerBytes(data: Uint8Array | undefined): void {
      if (#engine in this) this.#engine.answer(null, data === undefined ? null : Buffer.from(data));
    }

    answerKept(): void {
      if (#engine in this) this.#engine.answer(null);
    }

    refuse(message: string): void {
      if (#engine in this) this.#engine.answer(new Error(message));
    }

    facts(): Wit.Facts {
      return session.call(() => Engine.#live(this).facts());
    }

    peerCertificates(): Uint8Array[] {
      return session.call(() => {
        const chain: Uint8Array[] = [];
        let certificate = Engine.#live(this).socket.getPeerCertificate(true) as tls.DetailedPeerCertificate | undefined;
        while (certificate?.raw !== undefined && chain.length < MAX_CHAIN) {
          chain.push(copyOf(certificate.raw));
          const { issuerCertificate } = certificate;
          if (issuerCertificate === certificate) chain.push(copyOf(certificate.raw));
          certificate = issuerCertificate === certificate ? undefined : issuerCertificate;
        }
        return chain;
      });
    }

    certificate(): Uint8Array | undefined {
      return session.call(() => optional(Engine.#live(this).socket.getX509Certificate()?.raw));
    }

    session(): Uint8Array | undefined {
      return session.call(() => optional(Engine.#live(this).socket.getSession()));
    }

    ticket(): Uint8Array | undefined {
      return session.call(() => optional(Engine.#live(this).socket.getTLSTicket()));
    }

    finished(): Uint8Array | undefined {
      return session.call(() => optional(Engine.#live(this).socket.getFinished()));
    }

    peerFinished(): Uint8Array | undefined {
      return session.call(() => optional(Engine.#live(this).socket.getPeerFinished()));
    }

    ephemeralKey(): Wit.EphemeralKey | undefined {
      return session.call(() => {
        const info = Engine.#live(this).socket.getEphemeralKeyInfo() as tls.EphemeralKeyInfo | null;
        return info === null ? undefined : { kind: info.type, name: info.name, size: info.size };
      });
    }

    sharedSigalgs(): string[] {
      return session.call(() => Engine.#live(this).socket.getSharedSigalgs());
    }

    exportKeys(length: number, label: string, context: Uint8Array | undefined): Uint8Array {
      return session.call(() => {
        assertAtMost(length, MAX_EXPORT, 'length');
        const { socket } = Engine.#live(this);
        return copyOf(socket.exportKeyingMaterial(length, label, (context && Buffer.from(context)) as Buffer));
      });
    }

    setContext(context: Wit.SecureContext): void {
      session.call(() => {
        const { socket } = Engine.#live(this) as { socket: tls.TLSSocket & { setKeyCert?(context: unknown): void } };
        socket.setKeyCert?.(SecureContext.contextOf(context));
      });
    }

    setMaxSendFragment(size: number): boolean {
      return #engine in this && !this.#engine.socket.destroyed && this.#engine.socket.setMaxSendFragment(size);
    }

    enableKeylog(): void {
      if (#engine in this) this.#engine.enableKeylog();
    }

    renegotiate(requestCert: boolean): boolean {
      return session.call(() => Engine.#live(this).renegotiate(requestCert));
    }

    disableRenegotiation(): void {
      if (#engine in this) this.#engine.socket.disableRenegotiation();
    }

    [Symbol.dispose](): void {
      if (!(#engine in this)) return;
      engines.delete(this.#engine);
      this.#engine.destroy();
      this.#release();
    }

    #once(name: string): boolean {
      if (!(#engine in this) || this.#taken.has(name)) return false;
      this.#taken.add(name);
      return true;
    }

    /** @throws InvalidArgument where there is none any more: Node's own socket knows nothing then */
    static #live(handle: Engine): HostEngine {
      if (!(#engine in handle) || handle.#engine.socket.destroyed) throw new InvalidArgument('engine: closed');
      return handle.#engine;
    }
  }

  return {
    imports: {
      SecureContext,
      Engine,
      caCertificates: (kind: string): string[] =>
        session.call(() => {
          const { getCACertificates } = tls as NewerTls;
          if (kind === 'bundled' || getCACertificates === undefined) return [...tls.rootCertificates];
          return [...getCACertificates(kind)];
        }),
      ciphers: (): string[] => tls.getCiphers(),
    },
    /** Ends every connection. */
    dispose: (): void => {
      for (const engine of engines) engine.destroy();
      engines.clear();
    },
  };
}
