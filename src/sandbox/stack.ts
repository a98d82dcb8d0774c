/** The stack of a worker thread: address space, of which memory is taken as it is used. */
export const STACK_MIB = 256;

/** How many tokens of a guest's module the native parser may read in a worker: each can take up to 4 KiB of stack. */
export const COMPILE_TOKENS = 50_000;
