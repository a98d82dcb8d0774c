/**
 * The WIT functions that may suspend the guest (JSPI): what the token decides, because an `authorize` hook is
 * asynchronous, and what blocks in Node. Both the transpiler and the type generator read this list.
 * Names are as jco wants them: interface without version, `#`, function (`[method]resource.name` for methods).
 */
export const SUSPENDING: readonly string[] = [
  'zora:node/child-process#spawn',
  'zora:node/child-process#spawn-sync',
  'zora:node/http#send',
];
