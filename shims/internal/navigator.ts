/** The global `navigator`. https://nodejs.org/api/globals.html#navigator */
import { ERR_ILLEGAL_CONSTRUCTOR } from './errors.ts';
import { instanceInfo, isStarted } from './instance.ts';
import { machine } from './os/machine.ts';

const kConstruct: unique symbol = Symbol('kConstruct') as never;

/** How user agents name the platforms. */
const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'MacIntel', win32: 'Win32' };
const MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i686' };

/** https://nodejs.org/api/globals.html#class-navigator */
export class Navigator {
  #languages: readonly string[] | undefined;

  constructor(key?: unknown) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get hardwareConcurrency(): number {
    return machine().parallelism;
  }

  get language(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  get languages(): readonly string[] {
    this.#languages ??= Object.freeze([Intl.DateTimeFormat().resolvedOptions().locale]);
    return this.#languages;
  }

  get userAgent(): string {
    // Libraries ask at their top level which runtime this is (zod does): what is the same in every run is no reason to defer them.
    if (!isStarted()) return 'Node.js';
    return `Node.js/${instanceInfo().nodeVersion.slice(1).split('.')[0]}`;
  }

  get platform(): string {
    const { platform, arch } = instanceInfo();
    const known = PLATFORMS[platform];
    if (known !== undefined) return known;
    return `${platform.charAt(0).toUpperCase()}${platform.slice(1)} ${MACHINES[arch] ?? arch}`;
  }
}
for (const name of ['hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform']) {
  Object.defineProperty(Navigator.prototype, name, { enumerable: true });
}

/** Of this program. */
export const navigator: Navigator = /* @__PURE__ */ new Navigator(kConstruct);
