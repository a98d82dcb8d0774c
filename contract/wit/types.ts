/** The WIT package as the contract sees it. */

/** A type: a name, with what stands in angle brackets. `_` stands for nothing in a `result`. */
export interface WitType {
  readonly name: string;
  readonly of: readonly WitType[];
}

/** A name with its type; none for a case of a variant that carries nothing. */
export type Member = readonly [name: string, type: WitType | undefined];

/** A type with a name of its own. */
export type Definition =
  | { readonly kind: 'record' | 'variant'; readonly members: readonly Member[] }
  | { readonly kind: 'enum' | 'flags'; readonly names: readonly string[] }
  | { readonly kind: 'alias'; readonly type: WitType }
  | { readonly kind: 'resource' };

/** A function of an interface or of one of its resources. */
export interface WitFunction {
  /** As the component model names it: `open`, `[method]descriptor.read`, `[static]codec.open`. */
  readonly id: string;
  readonly kind: 'free' | 'method' | 'static' | 'constructor';
  /** The resource whose function it is. */
  readonly resource: string | undefined;
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, type: WitType])[];
  /** None where it gives nothing. */
  readonly result: WitType | undefined;
  readonly async: boolean;
}

/** One interface. */
export interface WitInterface {
  readonly name: string;
  /** Its comment. */
  readonly docs: string;
  readonly functions: readonly WitFunction[];
  /** Its own types. */
  readonly types: ReadonlyMap<string, Definition>;
  /** A type by its name here, with the interface that it belongs to. @throws TypeError where there is none */
  find(name: string): { definition: Definition; name: string; home: WitInterface };
}

/** The package. */
export interface WitPackage {
  /** Such as `zora:node`. */
  readonly name: string;
  /** Such as `0.1.0`. */
  readonly version: string;
  readonly interfaces: ReadonlyMap<string, WitInterface>;
  /** What guests import, and what they export. */
  readonly imports: readonly string[];
  readonly exports: readonly string[];
}

/** `read-file` as a host's module calls it. */
export const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** `input-stream` as a host's module calls the class. */
export const pascal = (name: string): string => camel(`-${name}`);
