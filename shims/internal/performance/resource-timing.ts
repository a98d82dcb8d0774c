/**
 * Resource timing: how long what a program fetched took, as whoever fetches it reports.
 *
 * https://www.w3.org/TR/resource-timing/, https://nodejs.org/api/perf_hooks.html#class-performanceresourcetiming
 */
import { ERR_ILLEGAL_CONSTRUCTOR } from '../errors.ts';
import { Event, trustedEvent } from '../event-target.ts';
import { setCheck } from '../loop.ts';
import { webInterface } from '../web-class.ts';
import { entryKey, PerformanceEntry } from './entries.ts';
import { addResource, announce, clear, list } from './timeline.ts';

/** Fetch's record of its times. */
interface TimingInfo {
  startTime: number;
  endTime: number;
  finalServiceWorkerStartTime: number;
  redirectStartTime: number;
  redirectEndTime: number;
  postRedirectStartTime: number;
  finalConnectionTimingInfo?: ConnectionInfo | null;
  finalNetworkRequestStartTime: number;
  finalNetworkResponseStartTime: number;
  encodedBodySize: number;
  decodedBodySize: number;
}

interface ConnectionInfo {
  domainLookupStartTime: number;
  domainLookupEndTime: number;
  connectionStartTime: number;
  connectionEndTime: number;
  secureConnectionStartTime: number;
  ALPNNegotiatedProtocol: unknown;
}

/** What is known of a resource, by the names of the entry's properties. */
type Facts = Record<(typeof FACTS)[number], unknown>;

const FACTS = [
  'initiatorType',
  'nextHopProtocol',
  'workerStart',
  'redirectStart',
  'redirectEnd',
  'fetchStart',
  'domainLookupStart',
  'domainLookupEnd',
  'connectStart',
  'connectEnd',
  'secureConnectionStart',
  'requestStart',
  'responseStart',
  'responseEnd',
  'transferSize',
  'encodedBodySize',
  'decodedBodySize',
  'deliveryType',
  'responseStatus',
] as const;

/** https://nodejs.org/api/perf_hooks.html#class-performanceresourcetiming */
export class PerformanceResourceTiming extends PerformanceEntry {
  readonly #facts: Facts;

  constructor(key?: unknown, name = '', startTime = 0, duration = 0, facts?: Facts) {
    if (key !== entryKey || facts === undefined) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super(key, { name, entryType: 'resource', startTime, duration });
    this.#facts = facts;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), ...this.#facts };
  }

  static {
    for (const fact of FACTS) {
      Object.defineProperty(PerformanceResourceTiming.prototype, fact, {
        get(this: PerformanceResourceTiming) {
          return this.#facts[fact];
        },
        enumerable: true,
        configurable: true,
      });
    }
  }
}
webInterface(PerformanceResourceTiming, ...FACTS, 'toJSON');

/** More than the body of what came over the network: its fields, roughly (Resource Timing, 4.4). */
const FIELDS_SIZE = 300;

function factsOf(
  timing: TimingInfo,
  initiatorType: unknown,
  cacheMode: unknown,
  status: unknown,
  delivery: unknown,
): Facts {
  const connection = timing.finalConnectionTimingInfo;
  return {
    initiatorType,
    nextHopProtocol: connection?.ALPNNegotiatedProtocol,
    workerStart: timing.finalServiceWorkerStartTime,
    redirectStart: timing.redirectStartTime,
    redirectEnd: timing.redirectEndTime,
    fetchStart: timing.postRedirectStartTime,
    domainLookupStart: connection?.domainLookupStartTime,
    domainLookupEnd: connection?.domainLookupEndTime,
    connectStart: connection?.connectionStartTime,
    connectEnd: connection?.connectionEndTime,
    secureConnectionStart: connection?.secureConnectionStartTime,
    requestStart: timing.finalNetworkRequestStartTime,
    responseStart: timing.finalNetworkResponseStartTime,
    responseEnd: timing.endTime,
    transferSize:
      cacheMode === 'local' ? 0 : cacheMode === 'validated' ? FIELDS_SIZE : timing.encodedBodySize + FIELDS_SIZE,
    encodedBodySize: timing.encodedBodySize,
    decodedBodySize: timing.decodedBodySize,
    deliveryType: delivery,
    responseStatus: status,
  };
}

/** How many entries the timeline keeps of resources. */
let limit = 250;
/** Those that found it full, until the program has been told. */
let waiting: PerformanceResourceTiming[] = [];
let telling = false;

/** https://nodejs.org/api/perf_hooks.html#performancesetresourcetimingbuffersizemaxsize */
export function setBufferSize(size: unknown): void {
  limit = typeof size === 'number' && Number.isInteger(size) && size >= 0 ? size : 0;
}

/** https://nodejs.org/api/perf_hooks.html#performanceclearresourcetimingsname */
export function clearResources(name?: unknown): void {
  clear('resource', name);
}

/** https://nodejs.org/api/perf_hooks.html#performancemarkresourcetimingtiminginfo-requestedurl-initiatortype-global-cachemode-bodyinfo-responsestatus-deliverytype */
export function markResource(
  target: { dispatchEvent(event: Event): boolean },
  timing: TimingInfo,
  [url, initiatorType, , cacheMode, , status, delivery]: readonly unknown[],
): PerformanceResourceTiming {
  const duration = timing.endTime - timing.startTime;
  const facts = factsOf(timing, initiatorType, cacheMode, status, delivery);
  const entry = new PerformanceResourceTiming(entryKey, `${url}`, timing.startTime, duration, facts);
  announce(entry);
  keep(target, entry);
  return entry;
}

function isFull(): boolean {
  return list(undefined, 'resource').length >= limit;
}

function keep(target: { dispatchEvent(event: Event): boolean }, entry: PerformanceResourceTiming): void {
  if (!telling && !isFull()) {
    addResource(entry);
    return;
  }
  waiting.push(entry);
  if (telling) return;
  telling = true;
  setCheck(() => {
    // Resource Timing, "fire a buffer full event": as long as the program makes room.
    while (waiting.length > 0) {
      const before = waiting.length;
      if (isFull()) target.dispatchEvent(new Event('resourcetimingbufferfull', trustedEvent));
      while (waiting.length > 0 && !isFull()) addResource(waiting.shift() as PerformanceResourceTiming);
      if (waiting.length >= before) waiting = [];
    }
    telling = false;
  });
}
