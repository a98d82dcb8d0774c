/** A tool that imports what is deferred, what is not, and a builtin. */
const started = Date.now();

export async function all() {
  const before = Date.now();
  while (Date.now() === before);
  const { evaluatedAt } = await import('./ambient.ts');
  const { answer } = await import('./pure.ts');
  const { basename } = await import('node:path');
  return [evaluatedAt > before, started <= before, answer, basename('/a/b')];
}
