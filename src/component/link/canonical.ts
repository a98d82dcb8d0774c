/** Canonical definitions as functions of the plan. */
import type { Canonical, CanonicalOptions } from '../binary/definitions.ts';
import { FormatError } from '../binary/reader.ts';
import type { CoreRef, HostFunction, MemoryOptions } from '../plan.ts';
import { at, type Linker } from './index.ts';
import type { Scope } from './values.ts';

/** Adds what a canonical definition makes to the component's index spaces. */
export function addCanonical(linker: Linker, scope: Scope, canonical: Canonical): void {
  if (canonical.kind === 'lift') {
    lift(linker, scope, canonical);
    return;
  }
  const index = linker.plan.functions.push(hostFunction(linker, scope, canonical)) - 1;
  scope.core.func.push({ function: index });
}

function hostFunction(linker: Linker, scope: Scope, canonical: Exclude<Canonical, { kind: 'lift' }>): HostFunction {
  switch (canonical.kind) {
    case 'lower': {
      const { callee, type } = at(scope.funcs, canonical.func, 'function');
      if (canonical.options.async) throw new FormatError('it imports a function asynchronously');
      return { kind: 'lower', callee, type, ...memoryOptions(scope, canonical.options) };
    }
    case 'resource.drop':
      return { kind: 'resource.drop', resource: linker.types.resourceAt(canonical.type, scope) };
    case 'task.return': {
      const result = canonical.result === null ? null : linker.types.resolve(canonical.result, scope);
      return { kind: 'task.return', result, ...memoryOptions(scope, canonical.options) };
    }
    default:
      return canonical;
  }
}

function lift(linker: Linker, scope: Scope, { core, options, type }: Canonical & { kind: 'lift' }): void {
  const value = at(scope.types, type, 'type');
  if (value.kind !== 'function') throw new FormatError(`the type ${type} is not a function's`);
  const index =
    linker.plan.lifts.push({
      core: at(scope.core.func, core, 'core function'),
      type: value.type,
      async: options.async,
      callback: optional(scope, options.callback),
      postReturn: optional(scope, options.postReturn),
      ...memoryOptions(scope, options),
    }) - 1;
  scope.funcs.push({ callee: { lift: index }, type: value.type });
}

function optional(scope: Scope, index: number | null): CoreRef | null {
  return index === null ? null : at(scope.core.func, index, 'core function');
}

function memoryOptions(scope: Scope, { memory, realloc, encoding }: CanonicalOptions): MemoryOptions {
  if (encoding === 'latin1+utf16') throw new FormatError('its strings are in one of two encodings');
  return {
    ...(encoding === 'utf16' ? { utf16: true } : {}),
    memory: memory === null ? null : at(scope.core.memory, memory, 'core memory'),
    realloc: optional(scope, realloc),
  };
}
