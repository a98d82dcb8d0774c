/**
 * Spans and metrics through `@opentelemetry/api`, which the embedder has or has not: without it nothing happens, and
 * nothing is asked of the sandbox. No payload, no resource and no secret is in them.
 */
import type { Attributes, Context, Meter, MeterProvider, Span, Tracer, TracerProvider } from '@opentelemetry/api';
import type { AuditEvent } from '../../host-bridge/audit.ts';
import type { Invocation, InvocationEnd, InvocationObserver, InvocationStart, Observer } from './observer.ts';

type Api = typeof import('@opentelemetry/api');

/** Where the data goes; default: the global providers. */
export interface TelemetryOptions {
  tracerProvider?: TracerProvider | undefined;
  meterProvider?: MeterProvider | undefined;
}

const NAME = 'wasi-node';
/** Spans of decisions in one invocation: a guest can ask a million times. The rest is only counted. */
const MAX_DECISION_SPANS = 1000;

/**
 * An observer that gives one span an invocation, with one span a decision in it, and metrics. The embedder's active
 * context at `invoke` is the parent.
 */
export async function openTelemetry(options: TelemetryOptions = {}): Promise<Observer> {
  const api = await import('@opentelemetry/api').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  });
  if (api === undefined) return { begin: () => undefined };
  const tracer = (options.tracerProvider ?? api.trace).getTracer(NAME);
  const metrics = createMetrics((options.meterProvider ?? api.metrics).getMeter(NAME));
  return { begin: (invocation) => new InvocationSpan(api, tracer, metrics, invocation) };
}

type Metrics = ReturnType<typeof createMetrics>;

function createMetrics(meter: Meter) {
  return {
    invocations: meter.createCounter('wasi_node.invocations', { description: 'Invocations that ended' }),
    active: meter.createUpDownCounter('wasi_node.invocations.active', { description: 'Invocations under way' }),
    starts: meter.createCounter('wasi_node.starts', { description: 'Instances, by whether they were there already' }),
    denials: meter.createCounter('wasi_node.denials', { description: 'Host calls that were denied' }),
    duration: meter.createHistogram('wasi_node.invocation.duration', {
      description: 'From the request to the end',
      unit: 's',
    }),
    queued: meter.createHistogram('wasi_node.invocation.queued', {
      description: 'From the request to the start',
      unit: 's',
    }),
  };
}

class InvocationSpan implements InvocationObserver {
  readonly #api: Api;
  readonly #tracer: Tracer;
  readonly #metrics: Metrics;
  readonly #span: Span;
  readonly #context: Context;
  readonly #tool: Attributes;
  readonly #begun = performance.now();
  #decisions = 0;
  #denials = 0;

  constructor(api: Api, tracer: Tracer, metrics: Metrics, { kind, tool, jobId, component, time }: Invocation) {
    this.#api = api;
    this.#tracer = tracer;
    this.#metrics = metrics;
    this.#tool = { 'wasi_node.tool': tool };
    const parent = api.context.active();
    const attributes = { ...this.#tool, 'wasi_node.job': jobId, 'wasi_node.component': component };
    this.#span = tracer.startSpan(
      `${kind} ${tool}`,
      { kind: api.SpanKind.INTERNAL, startTime: time, attributes },
      parent,
    );
    this.#context = api.trace.setSpan(parent, this.#span);
    metrics.active.add(1, this.#tool);
  }

  started({ warm }: InvocationStart): void {
    const start = { 'wasi_node.start': warm ? 'warm' : 'cold' };
    this.#span.setAttributes(start);
    this.#span.addEvent('started');
    this.#metrics.starts.add(1, { ...this.#tool, ...start });
    this.#metrics.queued.record((performance.now() - this.#begun) / 1000, this.#tool);
  }

  audit({ time, permission, verdict, rule, confinement }: AuditEvent): void {
    this.#decisions++;
    if (verdict === 'denied') {
      this.#denials++;
      this.#metrics.denials.add(1, { ...this.#tool, 'wasi_node.permission': permission });
    }
    if (this.#decisions > MAX_DECISION_SPANS) return;
    const attributes = {
      'wasi_node.permission': permission,
      'wasi_node.verdict': verdict,
      // The rule's name; what stands behind a colon is the caller's entry, a path for one.
      ...(rule === undefined ? {} : { 'wasi_node.rule': rule.replace(/:.*$/s, '') }),
      ...(confinement === undefined ? {} : { 'wasi_node.confinement': confinement }),
    };
    const when = new Date(time);
    this.#tracer.startSpan(permission, { startTime: when, attributes }, this.#context).end(when);
  }

  ended({ outcome, code, exitCode, milliseconds }: InvocationEnd): void {
    const error: Attributes = code === undefined ? {} : { 'error.type': code };
    const failed = outcome !== 'resolved' && !(outcome === 'exited' && exitCode === 0);
    this.#span.setAttributes({
      'wasi_node.outcome': outcome,
      'wasi_node.decisions': this.#decisions,
      'wasi_node.denials': this.#denials,
      ...(exitCode === undefined ? {} : { 'process.exit.code': exitCode }),
      ...error,
    });
    if (failed)
      this.#span.setStatus({ code: this.#api.SpanStatusCode.ERROR, ...(code === undefined ? {} : { message: code }) });
    this.#span.end();
    this.#metrics.active.add(-1, this.#tool);
    this.#metrics.invocations.add(1, { ...this.#tool, 'wasi_node.outcome': outcome, ...error });
    this.#metrics.duration.record(milliseconds / 1000, { ...this.#tool, 'wasi_node.outcome': outcome });
  }
}
