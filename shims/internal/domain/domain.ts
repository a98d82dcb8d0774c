/** `Domain`. https://nodejs.org/api/domain.html#class-domain */
import EventEmitter from '../../events.ts';
import { install } from './install.ts';
import { activeDomain, pop, push, stack } from './stack.ts';

// biome-ignore lint/suspicious/noExplicitAny: any function can be bound.
type AnyFunction = (...args: any[]) => any;
type Member = { domain?: Domain | null | undefined };

/** What a domain writes on the errors that it handles. */
interface DomainError {
  domain?: Domain;
  domainThrown?: boolean;
  domainEmitter?: unknown;
  domainBound?: AnyFunction;
}

/** Gives an error, emitter or timer its domain. */
export function setDomain(target: object, domain: Domain | null | undefined): void {
  Object.defineProperty(target, 'domain', { value: domain, writable: true, configurable: true, enumerable: false });
}

/** An error as its domain hands it on; nothing for what is no object. */
export function mark(error: unknown, domain: Domain, details: DomainError): void {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) return;
  setDomain(error, domain);
  Object.assign(error, details);
}

export class Domain extends EventEmitter {
  members: unknown[] = [];

  constructor() {
    install();
    super();
  }

  /** Makes this the active domain. */
  enter(): void {
    push(this);
  }

  /** Leaves this domain and those within it. */
  exit(): void {
    pop(this);
  }

  /** Takes an emitter: its errors and its listeners' go here. */
  add(member: Member): void {
    if (member.domain === this) return;
    // A domain within itself would send its errors around.
    if (member instanceof Domain) {
      for (let at = (this as Member).domain; at; at = (at as Member).domain) if (at === member) return;
    }
    member.domain?.remove(member);
    setDomain(member as object, this);
    this.members.push(member);
  }

  remove(member: Member): void {
    setDomain(member as object, null);
    const at = this.members.indexOf(member);
    if (at >= 0) this.members.splice(at, 1);
  }

  /** Calls `fn` in this domain. */
  run(fn: AnyFunction, ...args: unknown[]): unknown {
    this.enter();
    const result: unknown = Reflect.apply(fn, this, args);
    this.exit();
    return result;
  }

  /** A function that calls `fn` in this domain without its first argument; that goes to `error` where there is one. */
  intercept(fn: AnyFunction): AnyFunction {
    const domain = this;
    return function intercepted(this: unknown, error?: unknown, ...args: unknown[]): unknown {
      if (error instanceof Error) {
        mark(error, domain, { domainBound: fn, domainThrown: false });
        domain.emit('error', error);
        return undefined;
      }
      return runBound(domain, fn, this, args);
    };
  }

  /** A function that calls `fn` in this domain. */
  bind(fn: AnyFunction): AnyFunction {
    const domain = this;
    function bound(this: unknown, ...args: unknown[]): unknown {
      return runBound(domain, fn, this, args);
    }
    return Object.defineProperty(bound, 'domain', {
      value: this,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }

  /** Handles an error that was thrown in this domain. @returns whether it did */
  _errorHandler(error: unknown): boolean {
    mark(error, this, { domainThrown: true });
    // Its own handler runs outside of it.
    while (activeDomain() === this) this.exit();
    if (stack.length === 0) return this.listenerCount('error') > 0 && this.emit('error', error);
    try {
      return this.emit('error', error);
    } catch (next) {
      const outer = activeDomain();
      if (outer === undefined) throw next;
      return outer._errorHandler(next);
    }
  }
}

function runBound(domain: Domain, fn: AnyFunction, thisArg: unknown, args: unknown[]): unknown {
  domain.enter();
  const result: unknown = Reflect.apply(fn, thisArg, args);
  domain.exit();
  return result;
}
