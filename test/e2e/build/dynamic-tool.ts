/** A tool that is in the snapshot, and imports on demand. */
export async function pure() {
  const module = await import('./pure.ts');
  const again = await import('./pure.ts');
  return [module.answer, new module.default().kind, module === again];
}
