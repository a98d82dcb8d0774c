import { join } from 'node:path';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { openTelemetry, type Tool } from '../../../src/index.ts';
import { FIXTURES, fileSandbox, rejection, token } from '../support/sandbox.ts';
import { play } from './support.ts';

const spans = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
const meterProvider = new MeterProvider({ readers: [reader] });
const observer = await openTelemetry({ tracerProvider, meterProvider });
const sandbox = fileSandbox({ maxWorkers: 2, observers: [observer] });
let tool: Tool;

beforeAll(async () => {
  tool = await sandbox.load(join(FIXTURES, 'observed.ts'));
});
beforeEach(() => spans.reset());

const secret = '/secret-folder/password';

test('an invocation is a span, each decision one in it, without resources', async () => {
  await rejection(tool.invoke(secret, { token: token({ jobId: 'job-9' }), tool: 'read' }));
  const finished = spans.getFinishedSpans();
  const parent = finished.find(({ name }) => name === 'invoke read');
  expect(parent?.attributes).toMatchObject({
    'wasi_node.tool': 'read',
    'wasi_node.job': 'job-9',
    'wasi_node.outcome': 'rejected',
    'wasi_node.decisions': 2,
    'wasi_node.denials': 1,
    'error.type': 'ERR_ACCESS_DENIED',
  });
  expect(parent?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'ERR_ACCESS_DENIED' });
  const children = finished.filter(
    ({ parentSpanContext }) => parentSpanContext?.spanId === parent?.spanContext().spanId,
  );
  expect(children.map(({ name, attributes }) => [name, attributes])).toEqual([
    ['Tool', { 'wasi_node.permission': 'Tool', 'wasi_node.verdict': 'allowed' }],
    [
      'FileSystemRead',
      {
        'wasi_node.permission': 'FileSystemRead',
        'wasi_node.verdict': 'denied',
        'wasi_node.rule': 'allowedPaths',
      },
    ],
  ]);
  expect(
    JSON.stringify(finished.map(({ name, attributes, events, status }) => [name, attributes, events, status])),
  ).not.toContain('secret-folder');
});

test('a rule keeps its name and loses the entry', async () => {
  const deniedPaths = ['/secret-folder'];
  await rejection(tool.invoke(secret, { token: token({ allowedPaths: ['/'], deniedPaths }), tool: 'read' }));
  const denied = spans.getFinishedSpans().find(({ name }) => name === 'FileSystemRead');
  expect(denied?.attributes['wasi_node.rule']).toBe('deniedPaths');
});

test("the embedder's active span is the parent", async () => {
  const outer = tracerProvider.getTracer('test').startSpan('outer');
  const { AsyncLocalStorage } = await import('node:async_hooks');
  const store = new AsyncLocalStorage<import('@opentelemetry/api').Context>();
  context.setGlobalContextManager({
    active: () => store.getStore() ?? (undefined as never),
    with: (one, call, self, ...args) => store.run(one, () => call.call(self as never, ...args)),
    bind: (_, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  });
  try {
    const { ROOT_CONTEXT } = await import('@opentelemetry/api');
    await context.with(trace.setSpan(ROOT_CONTEXT, outer), () => tool.invoke(1, { token: token(), tool: 'echo' }));
  } finally {
    context.disable();
    outer.end();
  }
  const inner = spans.getFinishedSpans().find(({ name }) => name === 'invoke echo');
  expect(inner?.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
  expect(inner?.status.code).toBe(SpanStatusCode.UNSET);
});

test('an invocation with very many decisions has a bounded number of spans', () => {
  play(observer, 1500);
  const finished = spans.getFinishedSpans();
  expect(finished).toHaveLength(1001);
  expect(finished.at(-1)?.attributes['wasi_node.decisions']).toBe(1500);
});

test('metrics count invocations, denials, starts and durations', async () => {
  const before = await collect();
  await tool.invoke(1, { token: token(), tool: 'echo' });
  await rejection(tool.invoke(secret, { token: token(), tool: 'read' }));
  await rejection(tool.invoke(1, { token: token({ maxExecutionTime: 50 }), tool: 'spin' }));
  const after = await collect();
  const grown = (name: string, attributes: object) => value(after, name, attributes) - value(before, name, attributes);
  expect(grown('wasi_node.invocations', { 'wasi_node.tool': 'echo', 'wasi_node.outcome': 'resolved' })).toBe(1);
  expect(grown('wasi_node.invocations', { 'wasi_node.tool': 'spin', 'error.type': 'ERR_TOOL_TIMEOUT' })).toBe(1);
  expect(grown('wasi_node.denials', { 'wasi_node.tool': 'read', 'wasi_node.permission': 'FileSystemRead' })).toBe(1);
  expect(grown('wasi_node.starts', { 'wasi_node.tool': 'echo' })).toBe(1);
  expect(grown('wasi_node.invocation.duration', { 'wasi_node.tool': 'spin' })).toBeGreaterThanOrEqual(0.05);
  expect(grown('wasi_node.invocation.queued', { 'wasi_node.tool': 'echo' })).toBeGreaterThan(0);
  for (const name of ['echo', 'read', 'spin']) {
    expect(value(after, 'wasi_node.invocations.active', { 'wasi_node.tool': name })).toBe(0);
  }
});

interface Point {
  name: string;
  attributes: Record<string, unknown>;
  value: number | { sum?: number | undefined };
}

async function collect(): Promise<Point[]> {
  exporter.reset();
  await reader.forceFlush();
  return exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map((point) => ({
        name: descriptor.name,
        attributes: point.attributes,
        value: point.value as Point['value'],
      })),
    );
}

function value(points: readonly Point[], name: string, attributes: object): number {
  return points
    .filter((point) => point.name === name)
    .filter((point) => Object.entries(attributes).every(([key, wanted]) => point.attributes[key] === wanted))
    .reduce((sum, point) => sum + (typeof point.value === 'number' ? point.value : (point.value.sum ?? 0)), 0);
}
