/** The tool that imports nothing, as wasi-node runs it. */

/** The first line of a tool's code. */
export const hello = (): string => typeof 'text';

/** Says that it lives, and waits. */
export async function live(): Promise<void> {
  console.log('live');
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
}
