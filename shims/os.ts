/**
 * `node:os`: what a guest may know of the machine (`wit/os.wit` says what is real).
 *
 * https://nodejs.org/api/os.html
 */
import { instanceInfo } from './internal/instance.ts';
import { makeConstants } from './internal/os/constants.ts';
import { machine } from './internal/os/machine.ts';
import { getPriority, setPriority } from './internal/os/priority.ts';
import {
  availableParallelism as countParallelism,
  cpus,
  freemem as freeMemory,
  loadavg,
  networkInterfaces,
  totalmem as totalMemory,
  uptime as upSince,
} from './internal/os/resources.ts';
import { homedir as homeFolder, tmpdir as temporaryFolder, userInfo } from './internal/os/user.ts';

/** Node's functions without arguments stand for their result where a primitive value is wanted. */
function primitive<F extends () => string | number>(name: string, fn: F): F {
  Object.defineProperty(fn, 'name', { value: name, configurable: true });
  return Object.defineProperty(fn, Symbol.toPrimitive, { value: () => fn(), configurable: true });
}

const arch = /* @__PURE__ */ primitive('arch', () => instanceInfo().arch);
const availableParallelism = /* @__PURE__ */ primitive('availableParallelism', () => countParallelism());
const endianness = /* @__PURE__ */ primitive('endianness', () => (machine().littleEndian ? 'LE' : 'BE'));
const freemem = /* @__PURE__ */ primitive('freemem', () => freeMemory());
const homedir = /* @__PURE__ */ primitive('homedir', () => homeFolder());
const hostname = /* @__PURE__ */ primitive('hostname', () => machine().hostname);
const hostMachine = /* @__PURE__ */ primitive('machine', () => machine().machine);
const platform = /* @__PURE__ */ primitive('platform', () => instanceInfo().platform);
const release = /* @__PURE__ */ primitive('release', () => machine().release);
const tmpdir = /* @__PURE__ */ primitive('tmpdir', () => temporaryFolder());
const totalmem = /* @__PURE__ */ primitive('totalmem', () => totalMemory());
const type = /* @__PURE__ */ primitive('type', () => machine().type);
const uptime = /* @__PURE__ */ primitive('uptime', () => upSince());
const version = /* @__PURE__ */ primitive('version', () => machine().version);

const constants = /* @__PURE__ */ makeConstants();
/** A named import is bound when the component is built, before there is a host: that of POSIX. `os.EOL` of the default export is the host's. */
const EOL = '\n';
const devNull = '/dev/null';

export {
  arch,
  availableParallelism,
  constants,
  cpus,
  devNull,
  EOL,
  endianness,
  freemem,
  getPriority,
  homedir,
  hostMachine as machine,
  hostname,
  loadavg,
  networkInterfaces,
  platform,
  release,
  setPriority,
  tmpdir,
  totalmem,
  type,
  uptime,
  userInfo,
  version,
};

function makeDefault() {
  const os = {
    arch,
    availableParallelism,
    cpus,
    endianness,
    freemem,
    getPriority,
    homedir,
    hostname,
    loadavg,
    networkInterfaces,
    platform,
    release,
    setPriority,
    tmpdir,
    totalmem,
    type,
    userInfo,
    uptime,
    version,
    machine: hostMachine,
    constants,
    EOL: EOL as string,
    devNull: devNull as string,
  };
  const isWindows = () => instanceInfo().platform === 'win32';
  Object.defineProperty(os, 'constants', { writable: false, configurable: false });
  Object.defineProperty(os, 'EOL', {
    get: () => instanceInfo().eol,
    enumerable: true,
    configurable: true,
  });
  Object.defineProperty(os, 'devNull', {
    get: () => (isWindows() ? '\\\\.\\nul' : devNull),
    enumerable: true,
    configurable: true,
  });
  return os;
}

export default /* @__PURE__ */ makeDefault();
