/** The least of a host that util, assert and console ask for: an instance without a terminal. */
export const system = {
  getInfo: () => ({ pid: 7, argv: ['/tool.js', '--flag'], cwd: '/' }),
  getEnvironment: () => [] as [string, string][],
  now: () => performance.now(),
  encodeUtf8: (text: string) => new TextEncoder().encode(text),
};
export const stdio = {
  getStderr: () => ({ write() {} }),
  getTerminal: () => ({ stdin: false, stdout: false, stderr: false, columns: 0, rows: 0, colorDepth: 1 }),
};
export const reactorHost = { watch() {}, unwatch() {}, wake() {} };
