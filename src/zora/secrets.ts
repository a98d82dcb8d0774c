/** Secrets of one call: fetched just before it, given to it as variables, taken out of whatever comes back. */
import { ToolCallError } from './errors.ts';
import type { ZoraSecrets } from './shapes.ts';

/** Shorter values are no secrets: taking them out would tear holes into any text. */
const SHORTEST = 4;
const DEEPEST = 64;

/** The secrets of a call. */
export interface CallSecrets {
  /** Variables for the tool's environment. */
  variables: Record<string, string>;
  /** A text, or a value that has a JSON form, without the secrets in it. */
  redact<T>(value: T): T;
}

/**
 * Fetches the secrets of a call.
 * @param names the name of each secret by the variable that carries it
 * @param onAccess told of each, by name only
 * @throws ToolCallError `ERR_SECRET_NOT_FOUND`
 */
export async function fetchSecrets(
  source: ZoraSecrets | undefined,
  names: Readonly<Record<string, string>>,
  onAccess: (access: { name: string; variable: string; found: boolean }) => void | Promise<void>,
): Promise<CallSecrets> {
  const variables: Record<string, string> = {};
  const values = new Map<string, string>();
  for (const [variable, name] of Object.entries(names)) {
    const value = (await source?.getSecret(name)) ?? null;
    await onAccess({ name, variable, found: value !== null });
    if (value === null) throw new ToolCallError('ERR_SECRET_NOT_FOUND', `There is no secret ${name}`);
    variables[variable] = value;
    if (value.length >= SHORTEST) values.set(value, name);
  }
  // The longest first: one may be a part of another.
  const entries = [...values].sort(([left], [right]) => right.length - left.length);
  return {
    variables,
    redact: (value) => (entries.length === 0 ? value : (redactValue(value, entries, 0) as typeof value)),
  };
}

function redactValue(value: unknown, entries: [secret: string, name: string][], depth: number): unknown {
  if (typeof value === 'string') {
    return entries.reduce((text, [secret, name]) => text.replaceAll(secret, `[secret ${name}]`), value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, entries, depth + 1));
  const text = (key: string): string => redactValue(key, entries, depth) as string;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [text(key), redactValue(item, entries, depth + 1)]),
  );
}
