/** Observation as events. */
import { EventEmitter } from 'node:events';
import type { AuditEvent } from '../../host-bridge/audit.ts';
import type { Invocation, InvocationEnd, InvocationObserver, InvocationStart, Observer } from './observer.ts';

/** The events and their arguments. */
export interface InvocationEventMap {
  begin: [invocation: Invocation];
  start: [invocation: Invocation, start: InvocationStart];
  audit: [invocation: Invocation, event: AuditEvent];
  end: [invocation: Invocation, end: InvocationEnd];
}

/** An emitter to be put among a sandbox's observers. What a listener of `audit` throws ends the invocation. */
export class InvocationEvents extends EventEmitter<InvocationEventMap> implements Observer {
  begin(invocation: Invocation): InvocationObserver {
    this.emit('begin', invocation);
    return {
      started: (start) => void this.emit('start', invocation, start),
      audit: (event) => void this.emit('audit', invocation, event),
      ended: (end) => void this.emit('end', invocation, end),
    };
  }
}
