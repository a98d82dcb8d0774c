/** Credentials that the host adds to requests, by origin: the guest never holds them. */
import { HOST_FIELDS } from '../internal/http/host-fields.ts';

/** Header fields by origin, as a grant gives them. */
export type CredentialFields = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What is added to the requests for one origin. */
export interface Credential {
  readonly origin: string;
  /** Name, value; names in lower case. */
  readonly fields: readonly (readonly [string, string])[];
  /** What must not be seen in an answer: the values, and the tokens within them. */
  readonly secrets: readonly string[];
}

const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
/** Shorter parts of a value are no secrets, but words. */
const SHORTEST_PART = 4;

/** What is wrong with an origin; undefined where nothing is. It never repeats what was given, which may be a secret in the wrong place. */
export function originProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return 'is no http or https origin';
  if (url.username !== '' || url.password !== '') return 'has user information';
  return url.pathname === '/' && url.search === '' && url.hash === '' ? undefined : 'has more than an origin';
}

/** What is wrong with the fields of one origin, one line each. No value is in it. */
export function* fieldProblems(fields: Readonly<Record<string, string>>): Generator<string> {
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(fields)) {
    const key = name.toLowerCase();
    if (!FIELD_NAME.test(name)) yield 'a name is no header field';
    else if (HOST_FIELDS.has(key)) yield `${key} is the host's to set`;
    else if (seen.has(key)) yield `${key} is there twice`;
    else if (!FIELD_VALUE.test(value)) yield `${key} has no valid value`;
    seen.add(key);
  }
}

/** The credentials of one grant. */
export class Credentials {
  readonly #byOrigin: ReadonlyMap<string, Credential>;

  constructor(fields: CredentialFields) {
    this.#byOrigin = new Map(
      Object.entries(fields).map(([text, values]) => {
        const { origin } = new URL(text);
        const list = Object.entries(values).map(([name, value]) => [name.toLowerCase(), value] as const);
        return [origin, { origin, fields: list, secrets: [...new Set(list.flatMap(([, value]) => secretsOf(value)))] }];
      }),
    );
  }

  /** What is added to a request for `url`: its scheme, host and port decide, and nothing else. */
  for(url: URL): Credential | undefined {
    return this.#byOrigin.get(url.origin);
  }
}

/** A value, the token after its scheme (`Bearer …`), and what `Basic` hides. */
function secretsOf(value: string): string[] {
  const [, scheme, token] = /^([\w-]+)\s+(\S+)$/.exec(value) ?? [];
  const parts = [value];
  if (token !== undefined) parts.push(token);
  if (token !== undefined && scheme?.toLowerCase() === 'basic') {
    const pair = Buffer.from(token, 'base64').toString('latin1');
    parts.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  return parts.filter((part) => part === value || part.length >= SHORTEST_PART).sort((a, b) => b.length - a.length);
}
