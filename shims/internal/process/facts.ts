/** What `process` tells about the program and its platform. */
import { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } from '../errors.ts';
import { instanceInfo } from '../instance.ts';
import { machine } from '../os/machine.ts';

/** `process.versions`. */
export function versions(): Record<string, string> {
  const info = instanceInfo();
  return Object.freeze({ ...Object.fromEntries(info.versions), node: info.nodeVersion.replace(/^v/, '') });
}

/** `process.argv`. */
export function argv(): string[] {
  const info = instanceInfo();
  return [info.execPath, ...info.argv];
}

/** `process.features`: what this build of Node has. */
export const features = {
  inspector: false,
  debug: false,
  uv: false,
  ipv6: true,
  tls_alpn: false,
  tls_sni: false,
  tls_ocsp: false,
  tls: false,
  openssl_is_boringssl: false,
  cached_builtins: true,
  require_module: true,
  typescript: false,
};

/** A function of `process` that the platform does not have. @throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM */
export function unavailable(name: string): (...args: unknown[]) => never {
  const refuse = (): never => {
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`process.${name}`);
  };
  Object.defineProperty(refuse, 'name', { value: name });
  return refuse;
}

/** The user and group of the files that the program may touch. */
export const ids = {
  getuid: () => machine().userId,
  geteuid: () => machine().userId,
  getgid: () => machine().groupId,
  getegid: () => machine().groupId,
  getgroups: () => [machine().groupId],
};
