/** The codecs of a plan's types, each made once. */
import { camelCase } from '../names.ts';
import type { Plan, TypeDef, TypeRef } from '../plan.ts';
import { flags, list, record, tuple } from './aggregates.ts';
import type { Codec } from './codec.ts';
import { handle, primitive } from './primitives.ts';
import { enumeration, option, result, variant } from './variants.ts';

/** See the file's head. */
export class Codecs {
  readonly #types: readonly TypeDef[];
  readonly #made: Codec[] = [];

  constructor({ types }: Pick<Plan, 'types'>) {
    this.#types = types;
  }

  /** The codec of a type. */
  of(ref: TypeRef): Codec {
    if (typeof ref === 'string') return primitive(ref);
    return (this.#made[ref] ??= this.#make(this.type(ref)));
  }

  optional(ref: TypeRef | null): Codec | null {
    return ref === null ? null : this.of(ref);
  }

  /** The structure of a type that is no primitive. */
  type(ref: number): TypeDef {
    const type = this.#types[ref];
    if (type === undefined) throw new TypeError(`The plan has no type ${ref}`);
    return type;
  }

  #make(type: TypeDef): Codec {
    switch (type.kind) {
      case 'record':
        return record(type.fields.map(([name, ref]) => [camelCase(name), this.of(ref)] as const));
      case 'variant':
        return variant(type.cases.map(([tag, ref]) => ({ tag, codec: this.optional(ref) })));
      case 'list':
        return list(this.of(type.element), typeof type.element === 'string' ? type.element : undefined);
      case 'tuple':
        return tuple(type.items.map((ref) => this.of(ref)));
      case 'flags':
        return flags(type.names.map(camelCase));
      case 'enum':
        return enumeration(type.names);
      case 'option':
        return option(this.of(type.some), typeof type.some === 'number' && this.type(type.some).kind === 'option');
      case 'result':
        return result(this.optional(type.ok), this.optional(type.error));
      default:
        return handle(type.kind, type.resource);
    }
  }
}
