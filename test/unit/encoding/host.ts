/** `zora:node/system` over Node's own, for unit tests of the web platform. */
import { randomFillSync } from 'node:crypto';
import { domainToASCII, domainToUnicode } from 'node:url';

const started = performance.now();
const calls = { decode: 0, encodeUtf8: 0 };

/** How often the guest asked the host to convert text. */
export { calls };

export const domainToAscii: (domain: string) => string = domainToASCII;
export { domainToUnicode };

export function getInfo() {
  return {
    ...{ platform: 'linux', arch: 'x64', eol: '\n', nodeVersion: 'v24.10.0', versions: [], execPath: '/usr/bin/node' },
    ...{ cwd: '/work/dir', argv: [], pid: 1, ppid: 0, timeOrigin: performance.timeOrigin, seed: 1 },
  };
}

export const getEnvironment = () => [];
export const now = () => performance.now() - started;
export const randomBytes = (length: number) => randomFillSync(new Uint8Array(length));

export function decode(label: string, data: Uint8Array, fatal: boolean): string {
  calls.decode++;
  try {
    return new TextDecoder(label, { fatal, ignoreBOM: true }).decode(data);
  } catch (error) {
    throw Object.assign(new Error('WIT error'), { payload: String(error) });
  }
}

export function encodeUtf8(text: string): Uint8Array {
  calls.encodeUtf8++;
  if (!text.isWellFormed()) throw new Error('a string that is not well-formed cannot cross the boundary');
  return new TextEncoder().encode(text);
}
