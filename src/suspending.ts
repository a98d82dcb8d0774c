/**
 * The WIT functions whose host copies the bytes that it is given before it returns, where it keeps them: their lists of bytes are the
 * guest's own memory, and not a copy. Names as below.
 */
export const LENT: readonly string[] = ['zora:node/io#[method]output-stream.write'];

/**
 * The WIT functions that may suspend the guest (JSPI): what the token decides, because an `authorize` hook is
 * asynchronous, and what blocks in Node. Both the host of a component and the type generator read this list.
 * Names are as the type generator wants them: interface without version, `#`, function (`[method]resource.name` for methods).
 */
export const SUSPENDING: readonly string[] = [
  'zora:node/child-process#spawn',
  'zora:node/child-process#spawn-sync',
  'zora:node/http#send',
  'zora:node/network#listen',
  'zora:node/datagram#[method]udp-socket.bind',
  'zora:node/datagram#[method]udp-socket.connect',
  'zora:node/datagram#[method]udp-socket.join',
  'zora:node/file-system#open',
  'zora:node/file-system#read-file',
  'zora:node/file-system#write-file',
  'zora:node/file-system#stat',
  'zora:node/file-system#stat-volume',
  'zora:node/file-system#access',
  'zora:node/file-system#make-directory',
  'zora:node/file-system#make-temporary-directory',
  'zora:node/file-system#read-directory',
  'zora:node/file-system#open-directory',
  'zora:node/file-system#rename',
  'zora:node/file-system#link',
  'zora:node/file-system#symbolic-link',
  'zora:node/file-system#read-link',
  'zora:node/file-system#real-path',
  'zora:node/file-system#unlink',
  'zora:node/file-system#remove-directory',
  'zora:node/file-system#copy-file',
  'zora:node/file-system#set-mode',
  'zora:node/file-system#set-owner',
  'zora:node/file-system#set-times',
  'zora:node/file-system#watch',
  'zora:node/file-system#pause',
  'zora:node/file-system#[method]descriptor.sync',
  'zora:node/file-system#[method]descriptor.sync-data',
];
