/** The audit entries of one call, in Zora's shape. */
import type { AuditEvent } from '../../host-bridge/audit.ts';
import { ToolCallError } from './errors.ts';
import type { ZoraAudit, ZoraAuditEntry, ZoraEventType, ZoraLogger } from './shapes.ts';

/** What every entry of a call has in common. */
export interface CallSubject {
  jobId: string;
  provider: string;
  toolName: string;
}

/** Decisions that a result lists one by one; more are only counted. */
const MOST_LISTED = 100;
/** Denials of one call that are entries of their own; more are only counted: how many there are is the guest's to choose. */
const MOST_DENIALS = 1000;

/** See the file's head. */
export class CallTrail {
  readonly #subject: CallSubject;
  readonly #audit: ZoraAudit | undefined;
  readonly #logger: ZoraLogger | undefined;
  readonly #writes: Promise<unknown>[] = [];
  readonly #access: { permission: string; resource: string }[] = [];
  #allowed = 0;
  #denied = 0;
  /** Takes secrets out of what is written. */
  redact: <T>(value: T) => T = (value) => value;

  constructor(subject: CallSubject, audit: ZoraAudit | undefined, logger: ZoraLogger | undefined) {
    this.#subject = subject;
    this.#audit = audit;
    this.#logger = logger;
  }

  /** How many decisions were denials. */
  get denied(): number {
    return this.#denied;
  }

  /**
   * Writes an entry, and waits until it is written.
   * @throws ToolCallError `ERR_AUDIT_FAILED`: what cannot be recorded does not happen
   */
  async write(
    eventType: ZoraEventType,
    parameters: Record<string, unknown>,
    result: Record<string, unknown>,
  ): Promise<void> {
    const entry: ZoraAuditEntry = {
      jobId: this.#subject.jobId,
      eventType,
      timestamp: new Date().toISOString(),
      provider: this.#subject.provider,
      toolName: this.#subject.toolName,
      parameters: this.redact(parameters),
      result: this.redact(result),
    };
    try {
      await this.#audit?.log(entry);
    } catch (cause) {
      this.#logger?.error({ ...this.#subject, eventType, err: cause }, 'an audit entry could not be written');
      throw new ToolCallError('ERR_AUDIT_FAILED', `The audit entry ${eventType} could not be written`, { cause });
    }
  }

  /** One decision of the host. Denials become entries of their own; `settled` waits for them. */
  decision({ permission, resource, verdict, reason, rule, confinement }: AuditEvent): void {
    if (verdict === 'allowed') {
      // How a child is confined is told beside the decision about it.
      if (confinement !== undefined) return;
      this.#allowed += 1;
      if (this.#access.length < MOST_LISTED) this.#access.push({ permission, resource });
      return;
    }
    this.denial({ permission, resource }, { reason, rule });
  }

  /** A denial. */
  denial(
    parameters: { permission: string; resource: string },
    { reason, rule }: { reason: string; rule?: string | undefined },
  ): void {
    this.#denied += 1;
    if (this.#denied > MOST_DENIALS) return;
    this.#logger?.warn(this.redact({ ...this.#subject, ...parameters, reason }), 'denied by the capability token');
    const write = this.write('policy_violation', parameters, {
      allowed: false,
      reason,
      ...(rule === undefined ? {} : { rule }),
    });
    // It is looked at when the call has ended.
    write.catch(() => {});
    this.#writes.push(write);
  }

  /** Waits for the entries of decisions. @throws ToolCallError `ERR_AUDIT_FAILED` */
  async settled(): Promise<void> {
    await Promise.all(this.#writes);
  }

  /** What the call did, for its `tool_result`. */
  summary(): Record<string, unknown> {
    const { length } = this.#access;
    return {
      allowed: this.#allowed,
      denied: this.#denied,
      access: this.#access,
      ...(this.#allowed > length ? { access_omitted: this.#allowed - length } : {}),
      ...(this.#denied > MOST_DENIALS ? { denials_omitted: this.#denied - MOST_DENIALS } : {}),
    };
  }
}
