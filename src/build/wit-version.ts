/** The version of the WIT package that this host implements, and which others' components it runs. */

/** As in `wit/`. */
export const WIT_VERSION = '0.1.0';

/**
 * Whether a component that was built for `version` of the package runs on a host of `host`: what was added since is no matter
 * to it, and nothing else may have changed within 0.x or, from 1.0 on, within the first number.
 */
export function runsOn(version: string, host: string = WIT_VERSION): boolean {
  const [built, own] = [numbers(version), numbers(host)];
  if (built === undefined || own === undefined) return false;
  const series = own[0] > 0 ? 1 : 2;
  for (let i = 0; i < series; i++) if (built[i] !== own[i]) return false;
  for (let i = series; i < 3; i++) {
    const difference = (built[i] as number) - (own[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return true;
}

/** Whether an interface of the package, such as `tool`, is among the exports of a component, in a version that runs here. */
export function exportsInterface(exports: readonly string[], name: string): boolean {
  return exports.some((each) => {
    const [interfaceName, version = ''] = each.split('@');
    return interfaceName === `zora:node/${name}` && runsOn(version);
  });
}

function numbers(version: string): [number, number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}
