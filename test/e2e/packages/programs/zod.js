import { z } from 'zod';

const User = z.object({
  name: z.string().min(1),
  email: z.email(),
  age: z.coerce.number().int().positive().optional(),
  tags: z.array(z.enum(['a', 'b'])).default([]),
  role: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('admin'), level: z.number() }),
    z.object({ kind: z.literal('guest') }),
  ]),
});

/** Parses a value, tells what is wrong with another, and describes the schema. */
export function job() {
  const good = User.parse({ name: 'A', email: 'a@b.example', age: '7', role: { kind: 'admin', level: 1 } });
  const bad = User.safeParse({ name: '', email: 'x', tags: ['c'], role: { kind: 'king' } });
  return { good, issues: bad.error.issues, pretty: z.prettifyError(bad.error), schema: z.toJSONSchema(User) };
}
