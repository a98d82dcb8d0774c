/** Which of Node's test files cannot apply to a guest, by what their source says. No rule names a test. */

interface Rule {
  reason: string;
  matches: (source: string, flags: readonly string[]) => boolean;
}

/** V8's own flags, natives included. */
const V8_FLAG =
  /^--(?:allow[-_]natives[-_]syntax|expose[-_]gc|gc|max[-_]|stack|harmony|js-|no-harmony|no-opt|always|jitless|interrupt|random-seed|trace-gc|predictable|verify|abort[-_]on|disallow|heap|no-concurrent|optimize|lazy)/;

const RULES: readonly Rule[] = [
  {
    reason: 'needs internals',
    matches: (source, flags) =>
      flags.some((flag) => /^--expose[-_]internals$/.test(flag)) ||
      /require\(['"]internal\/|internalBinding\(|process\.binding\(/.test(source),
  },
  {
    reason: 'needs V8 flags',
    matches: (source, flags) => flags.some((flag) => V8_FLAG.test(flag)) || /v8\.setFlagsFromString/.test(source),
  },
  {
    reason: 'needs the inspector',
    matches: (source) => /require\(['"](?:node:)?inspector|skipIfInspectorDisabled|common\/debugger/.test(source),
  },
  { reason: 'needs native addons', matches: (source) => /\.node['"]\)|process\.dlopen|\/build\/\$\{/.test(source) },
  {
    // A socket or server that goes to another process is a descriptor of this one.
    reason: 'needs a native handle',
    matches: (source) =>
      /\bsend\((?:'[^']*'|\{[^}]*\}), (?:socket|server|parentServer|handle)\b|stdio: \[[^\]]*server\._handle/.test(
        source,
      ),
  },
  {
    reason: 'needs snapshots',
    matches: (source) => /--build-snapshot|--snapshot-blob|common\/snapshot|common\/sea/.test(source),
  },
  { reason: 'needs cluster', matches: (source) => /require\(['"](?:node:)?cluster['"]\)/.test(source) },
];

/** The flags of a test's `// Flags:` line. */
export function flagsOf(source: string): string[] {
  return [...source.matchAll(/^\/\/ Flags:(.*)$/gm)]
    .flatMap(([, list]) => (list ?? '').trim().split(/\s+/))
    .filter(Boolean);
}

/** Why a test does not apply; undefined when it does. */
export function exclusionOf(source: string): string | undefined {
  const flags = flagsOf(source);
  return RULES.find(({ matches }) => matches(source, flags))?.reason;
}
