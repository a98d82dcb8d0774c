/** Members that the parts of http share and programs do not see. */

export const kOutHeaders: unique symbol = Symbol('kOutHeaders') as never;
export const kNeedDrain: unique symbol = Symbol('kNeedDrain') as never;
export const kHighWaterMark: unique symbol = Symbol('kHighWaterMark') as never;
export const kUniqueHeaders: unique symbol = Symbol('kUniqueHeaders') as never;
export const kDetachAbortSignal: unique symbol = Symbol('kDetachAbortSignal') as never;
/** On a server: the class of what comes in. */
export const kIncomingMessage: unique symbol = Symbol('IncomingMessage') as never;
/** On a server: the class of what goes out. */
export const kServerResponse: unique symbol = Symbol('ServerResponse') as never;
/** On a message: what still comes for it is not wanted. */
export const kSkipPendingData: unique symbol = Symbol('SkipPendingData') as never;
export const kConnections: unique symbol = Symbol('http.server.connections') as never;
