import type { z } from 'zod';

/** Writes the problems that zod found as one readable line each, such as `allowedPaths[1]: must be a string`. */
export function describeProblems(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const where = issue.path.reduce<string>((text, key) => {
      if (typeof key === 'number') return `${text}[${key}]`;
      return text === '' ? String(key) : `${text}.${String(key)}`;
    }, '');
    return where === '' ? issue.message : `${where}: ${issue.message}`;
  });
}
