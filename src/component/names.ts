/** WIT's names (kebab case) as JavaScript's, as jco and the types generated from `wit/` have them. */

/** `exit-status` → `exitStatus` */
export const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** `input-stream` → `InputStream` */
export const pascalCase = (name: string): string => camelCase(`-${name}`);
