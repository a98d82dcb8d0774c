/** What the tests use of `smtp-server`, which comes without types. */
declare module 'smtp-server' {
  import type { EventEmitter } from 'node:events';
  import type { Server } from 'node:net';
  import type { Readable } from 'node:stream';

  interface Address {
    address: string;
  }
  export interface Session {
    secure: boolean;
    user?: unknown;
    envelope: { mailFrom: Address | false; rcptTo: Address[] };
  }
  type Callback = (error?: Error | null, response?: { user: unknown }) => void;
  export interface Options {
    key: string;
    cert: string;
    authMethods: string[];
    onAuth(auth: { username: string; password: string }, session: Session, callback: Callback): void;
    onRcptTo(address: Address, session: Session, callback: Callback): void;
    onData(stream: Readable, session: Session, callback: Callback): void;
  }
  export class SMTPServer extends EventEmitter {
    constructor(options: Options);
    readonly server: Server;
    listen(port: number, host: string): Server;
    close(callback: () => void): void;
  }
}
