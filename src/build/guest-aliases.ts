/** Packages that stand for a builtin, and the shim that takes their place in a bundle (paths below `shims/`). */
export const GUEST_ALIASES: Readonly<Record<string, string>> = {
  'abort-controller': 'globals/abort.ts',
  'process/': 'process.ts',
};
