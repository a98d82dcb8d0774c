/** The events of a `WebSocket`. */
import { Event, type EventOptions } from '../event-target.ts';
import { illegalInvocation, requireArguments } from '../fetch/webidl.ts';
import { webInterface } from '../web-class.ts';

/** Options of a CloseEvent. */
export interface CloseEventInit extends EventOptions {
  wasClean?: boolean;
  code?: number;
  reason?: string;
}

/** A connection has ended. Source: WebSockets Standard, 6 The CloseEvent interface. */
export class CloseEvent extends Event {
  readonly #wasClean: boolean;
  readonly #code: number;
  readonly #reason: string;

  constructor(type: string, init: CloseEventInit = {}) {
    requireArguments(arguments.length, 1, 'CloseEvent constructor');
    super(type, init);
    this.#wasClean = Boolean(init?.wasClean);
    this.#code = Math.trunc(Number(init?.code ?? 0)) & 0xffff;
    this.#reason = `${init?.reason ?? ''}`.toWellFormed();
  }

  static #check(value: object): void {
    if (!(#code in value)) throw illegalInvocation('CloseEvent');
  }

  get wasClean(): boolean {
    CloseEvent.#check(this);
    return this.#wasClean;
  }

  get code(): number {
    CloseEvent.#check(this);
    return this.#code;
  }

  get reason(): string {
    CloseEvent.#check(this);
    return this.#reason;
  }
}
webInterface(CloseEvent, 'wasClean', 'code', 'reason');

/** Options of an ErrorEvent. */
export interface ErrorEventInit extends EventOptions {
  message?: string;
  filename?: string;
  lineno?: number;
  colno?: number;
  error?: unknown;
}

/** Something went wrong. Source: HTML, 8.1.4.5 The ErrorEvent interface. */
export class ErrorEvent extends Event {
  readonly #message: string;
  readonly #filename: string;
  readonly #lineno: number;
  readonly #colno: number;
  readonly #error: unknown;

  constructor(type: string, init: ErrorEventInit = {}) {
    requireArguments(arguments.length, 1, 'ErrorEvent constructor');
    super(type, init);
    this.#message = `${init?.message ?? ''}`;
    this.#filename = `${init?.filename ?? ''}`;
    this.#lineno = Number(init?.lineno ?? 0) >>> 0;
    this.#colno = Number(init?.colno ?? 0) >>> 0;
    this.#error = init?.error;
  }

  static #check(value: object): void {
    if (!(#message in value)) throw illegalInvocation('ErrorEvent');
  }

  get message(): string {
    ErrorEvent.#check(this);
    return this.#message;
  }

  get filename(): string {
    ErrorEvent.#check(this);
    return this.#filename;
  }

  get lineno(): number {
    ErrorEvent.#check(this);
    return this.#lineno;
  }

  get colno(): number {
    ErrorEvent.#check(this);
    return this.#colno;
  }

  get error(): unknown {
    ErrorEvent.#check(this);
    return this.#error;
  }
}
webInterface(ErrorEvent, 'message', 'filename', 'lineno', 'colno', 'error');
