/** The files of a checkout of web-platform-tests that can run outside of a browser. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

/** The suites, and where they are in a checkout. */
export const SUITES = {
  fetch: 'fetch',
  url: 'url',
  streams: 'streams',
  encoding: 'encoding',
  FileAPI: 'FileAPI',
  abort: 'dom/abort',
} as const;

export type SuiteName = keyof typeof SUITES;

/** One file, with one of its variants. */
export interface WptTest {
  suite: SuiteName;
  /** The path in the checkout, with the variant's query. */
  path: string;
  /** Files to run before it. */
  scripts: string[];
  long: boolean;
}

/** What asks for a browser: its policies, cache, cookies and referrers, frames, and servers under other names. */
const BROWSER =
  /^fetch\/(?!api\/|content-encoding\/|content-type\/|data-urls\/|h1-parsing\/)|^fetch\/api\/(?:cors|credentials|policies)\/|\/(?:request-cache|redirect-referrer|referrer|keepalive|mode-)|\/redirect-keepalive/;

/** The tests of a suite, in their order. */
export function testsOf(root: string, suite: SuiteName): WptTest[] {
  const folder = join(root, SUITES[suite]);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.any.js'))
    .map((name) => relative(root, join(folder, name)).replaceAll('\\', '/'))
    .filter((name) => !BROWSER.test(name) && !/\.(?:https|h2|tentative)\.|-shadowrealm\./.test(name))
    .sort()
    .flatMap((path) => variantsOf(root, suite, path));
}

function variantsOf(root: string, suite: SuiteName, path: string): WptTest[] {
  const text = readFileSync(join(root, path), 'utf8');
  const meta = (key: string) =>
    [...text.matchAll(new RegExp(`^// META: ${key}=(.*)$`, 'gm'))].map(([, value = '']) => value.trim());
  const scripts = meta('script').map((script) =>
    join(root, script.startsWith('/') ? script : posix.join(dirname(path), script)),
  );
  const variants = meta('variant');
  const long = meta('timeout').includes('long');
  return (variants.length > 0 ? variants : ['']).map((variant) => ({ suite, path: path + variant, scripts, long }));
}
