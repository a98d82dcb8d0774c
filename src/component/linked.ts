/** A component that is ready to be instantiated in this thread: its plan, with what is the same for all of its instances. */
import { Codecs } from './abi/codecs.ts';
import { innerLifting, type Lifting, lifting } from './abi/lift.ts';
import { type Lowering, lowering } from './abi/lower.ts';
import { type Crossing, parameters } from './abi/values.ts';
import { camelCase, pascalCase } from './names.ts';
import type { HostFunction, Plan } from './plan.ts';

/** How a function of the host's is found in the imports, and called. */
export interface HostTarget {
  interface: string;
  call(implementation: Record<string, never>, args: unknown[]): unknown;
}

/** A host function of the plan, with what its calls need. */
export type LinkedFunction =
  | {
      kind: 'import';
      definition: HostFunction & { kind: 'lower' };
      target: HostTarget;
      suspends: boolean;
      run: Lowering;
    }
  | { kind: 'inner'; definition: HostFunction & { kind: 'lower' }; lift: number; run: Lowering }
  | { kind: 'return'; definition: HostFunction & { kind: 'task.return' }; result: Crossing }
  | { kind: 'other'; definition: Exclude<HostFunction, { kind: 'lower' | 'task.return' }> };

/** Functions of the host's that are called in a way of their own, as `interface#name`. */
export interface HostFunctionNames {
  /** The host may answer with a promise. */
  readonly suspending: ReadonlySet<string>;
  /** The host keeps nothing of the bytes that it is given: they are the guest's own memory. */
  readonly lent: ReadonlySet<string>;
}

/** See the file's head. */
export class LinkedComponent {
  readonly plan: Plan;
  readonly functions: readonly LinkedFunction[];
  readonly lifts: readonly Lifting[];
  readonly inner: readonly ReturnType<typeof innerLifting>[];

  constructor(plan: Plan, names: HostFunctionNames) {
    this.plan = plan;
    const codecs = new Codecs(plan);
    this.functions = plan.functions.map((definition) => link(codecs, definition, names));
    this.lifts = plan.lifts.map((lift) => lifting(codecs, lift));
    this.inner = plan.lifts.map((lift) => innerLifting(codecs, lift));
  }
}

function link(codecs: Codecs, definition: HostFunction, names: HostFunctionNames): LinkedFunction {
  if (definition.kind === 'task.return') {
    const result = parameters(codecs, definition.result === null ? [] : [definition.result]);
    return { kind: 'return', definition, result };
  }
  if (definition.kind !== 'lower') return { kind: 'other', definition };
  const { callee, type } = definition;
  // Made at the first call: most of what an instance imports it never calls.
  let made: Lowering | undefined;
  const name = 'interface' in callee ? `${callee.interface}#${callee.name}` : '';
  const suspends = names.suspending.has(name);
  const lent = names.lent.has(name);
  const run: Lowering = (memory, call, values) =>
    (made ??= lowering(codecs, type, suspends, lent))(memory, call, values);
  if ('lift' in callee) return { kind: 'inner', definition, lift: callee.lift, run };
  return { kind: 'import', definition, target: targetOf(callee), suspends, run };
}

function targetOf(callee: { interface: string; name: string }): HostTarget {
  const [, kind, resource = '', method = ''] =
    /^\[(method|static|constructor)\]([^.]+)\.?(.*)$/.exec(callee.name) ?? [];
  const name = camelCase(kind === undefined ? callee.name : method);
  const className = pascalCase(resource);
  return { interface: callee.interface, call: caller(kind, className, name) };
}

type Functions = Record<string, (...args: unknown[]) => unknown>;

function caller(kind: string | undefined, className: string, name: string): HostTarget['call'] {
  switch (kind) {
    case 'method':
      return (_implementation, [self, ...args]) => (self as Functions)[name]?.(...args);
    case 'static':
      return (implementation, args) =>
        ((implementation as Record<string, unknown>)[className] as Functions)[name]?.(...args);
    case 'constructor':
      return (implementation, args) =>
        new ((implementation as Record<string, unknown>)[className] as new (...args: unknown[]) => object)(...args);
    default:
      return (implementation, args) => (implementation as Functions)[name]?.(...args);
  }
}
