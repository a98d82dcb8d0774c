/**
 * What this instance is told about itself, read from the host once, when first asked for.
 *
 * A component is a snapshot: its top-level code has run at build time. Whatever differs from run to run goes
 * through here, so that a build that would freeze it fails instead.
 */
import { getInfo, type Info } from 'zora:node/system@0.1.0';

let started = false;
let info: Info | undefined;

/** Marks the instance as running: called by every export of the world before any other guest code. */
export function start(): void {
  started = true;
}

/** Whether the host runs this instance, as opposed to the build that takes its snapshot. */
export function isStarted(): boolean {
  return started;
}

let ambientListener: ((what: string) => void) | undefined;

/** Tells `listener` of every attempt to get at what only a running instance has (the probe of a build). */
export function setAmbientListener(listener: (what: string) => void): void {
  ambientListener = listener;
}

/** Throws while the snapshot is taken: what `what` gives would be frozen into every instance. */
export function assertStarted(what: string): void {
  if (started) return;
  ambientListener?.(what);
  throw new AmbientAccessError(what);
}

/** Code that ran at build time asked for something that only a running instance has. */
export class AmbientAccessError extends Error {
  readonly code = 'ERR_AMBIENT_ACCESS';
  constructor(what: string) {
    super(`${what} is not available while the component is built`);
    this.name = 'AmbientAccessError';
  }
}

/** The host's facts (`zora:node/system.get-info`). */
export function instanceInfo(): Info {
  if (info === undefined) {
    assertStarted('process information');
    info = getInfo();
  }
  return info;
}
