/** The peers, in the order in which they are shown. */

/** What is said of a peer in words. */
export interface PeerName {
  /** The name of its file in `kinds/`. */
  readonly kind: string;
  readonly title: string;
  /** The package whose files, with what it needs, are its size; undefined: Node itself. */
  readonly package: string | undefined;
  /** What stands between guest and host. */
  readonly boundary: string;
  /** What a guest has of Node. */
  readonly builtins: string;
  /** What its warm call is. */
  readonly warm: string;
}

export const PEERS: readonly PeerName[] = [
  {
    kind: 'wasi-node',
    title: 'wasi-node',
    package: 'wasi-node',
    boundary: 'WebAssembly memory of its own, in worker threads; each host call checked against a token',
    builtins: 'yes',
    warm: 'an instance that was made ahead, for this call alone',
  },
  {
    kind: 'wasi-node-inline',
    title: 'wasi-node, inline',
    package: 'wasi-node',
    boundary: 'the same, on the host’s thread',
    builtins: 'yes',
    warm: 'the same',
  },
  {
    kind: 'secure-exec',
    title: 'secure-exec',
    package: 'secure-exec',
    boundary: 'V8 isolate in a helper process',
    builtins: 'yes',
    warm: 'a further run in the same runtime',
  },
  {
    kind: 'isolated-vm',
    title: 'isolated-vm',
    package: 'isolated-vm',
    boundary: 'V8 isolate in the same process',
    builtins: 'none',
    warm: 'a function of the same isolate',
  },
  {
    kind: 'quickjs-emscripten',
    title: 'quickjs-emscripten',
    package: 'quickjs-emscripten',
    boundary: 'WebAssembly memory that all contexts share, on the host’s thread',
    builtins: 'none',
    warm: 'a function of the same context',
  },
  {
    kind: 'worker',
    title: 'new Worker',
    package: undefined,
    boundary: 'none: a thread with all of Node',
    builtins: 'Node itself',
    warm: 'a message to the same thread',
  },
  {
    kind: 'node-process',
    title: 'node -e',
    package: undefined,
    boundary: 'none: a process with all of Node',
    builtins: 'Node itself',
    warm: 'none',
  },
];
