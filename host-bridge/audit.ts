import type { Permission } from './capability/denial.ts';

/** One decision of the host about one call of a guest. It holds no secret and no payload. */
export interface AuditEvent {
  /** When, in ISO form. */
  readonly time: string;
  /** The token's job. */
  readonly jobId: string;
  /** The tool that asked, where it is known. */
  readonly tool: string | undefined;
  /** What was needed; `Tool` is the right to run the tool at all. */
  readonly permission: Permission | 'Tool';
  /** What was asked for: a program's name, a path, a host or a URL without its query. */
  readonly resource: string;
  /** The answer. */
  readonly verdict: 'allowed' | 'denied';
  /** Why, in words. */
  readonly reason: string;
  /** The rule that caused a denial. */
  readonly rule?: string;
  /** The origin whose credentials the host added to a request. */
  readonly credentials?: string;
  /** How a child is confined, where the event is about one. */
  readonly confinement?: 'bubblewrap' | 'none';
}

/** Takes the events. It must not block; what it throws denies the call that the event was about. */
export type AuditSink = (event: AuditEvent) => void;

/** The part of an event that differs from call to call. */
export type AuditEntry = Omit<AuditEvent, 'time' | 'jobId' | 'tool'>;

const longestResource = 1024;

/**
 * Makes a resource fit for a log: a URL loses user information, query and fragment, and what is very long is cut.
 */
export function toAuditResource(resource: string): string {
  const bare = /^[a-z][a-z0-9+.-]*:\/\//i.test(resource) ? stripUrl(resource) : resource;
  return bare.length > longestResource ? `${bare.slice(0, longestResource)}…` : bare;
}

function stripUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null) return `${url.protocol}//${url.host}${url.pathname}`;
  // What is no URL may still hold a secret where a URL would have one.
  return text.replace(/[?#].*$/s, '').replace(/^([^/]*\/\/)[^/]*@/, '$1');
}

/**
 * Binds a sink to one job and tool.
 * @param now wall time in milliseconds
 */
export function createAuditor(
  sink: AuditSink | undefined,
  subject: { readonly jobId: string; readonly tool: string | undefined },
  now: () => number = Date.now,
): (entry: AuditEntry) => void {
  if (sink === undefined) return () => {};
  return (entry) => {
    const returned: unknown = sink(
      Object.freeze({
        time: new Date(now()).toISOString(),
        jobId: subject.jobId,
        tool: subject.tool,
        ...entry,
        resource: toAuditResource(entry.resource),
      }),
    );
    // A sink that is an async function after all: its rejection must not end the host process.
    if (returned instanceof Promise) {
      returned.catch((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)));
    }
  };
}
