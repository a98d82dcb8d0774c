/** Instances whose every call is looked at: their values by their types, and their handles after they were dropped. */
import { ContractViolation, type Coverage } from './coverage.ts';
import { drop, type Imports, type Instance, type OpenInstance, payloadOf } from './host.ts';
import { idOf, intercept } from './intercept.ts';
import { camel, pascal, type WitInterface, type WitPackage, type WitType } from './wit/types.ts';

interface Handle {
  resource: string;
  home: WitInterface;
  handle: object;
}

const keyOf = ({ resource, home }: Omit<Handle, 'handle'>): string => `${home.name}#${resource}`;

/** `open` with `coverage` watching; an instance drops a handle of each resource and tries its methods before it goes. */
export function observed(wit: WitPackage, open: OpenInstance, coverage: Coverage): OpenInstance {
  return async (rights = {}) => {
    const instance = await open(rights);
    const given = new Map<string, Handle>();
    const imports = intercept(wit, instance.imports, coverage.hook, (resource, home, handle) => {
      assertHandle({ resource, home, handle }, wit, instance.imports);
      given.set(keyOf({ resource, home }), { resource, home, handle });
    });
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      try {
        // After the end of its time every call is refused anyway.
        if (rights.maxExecutionTime === undefined) await useDropped(wit, given, coverage);
      } finally {
        await instance.dispose();
      }
    };
    return {
      imports: imports as unknown as Imports,
      run: (turn, options) => instance.run(turn, options),
      written: (stream) => instance.written(stream),
      get answers() {
        return instance.answers;
      },
      dispose: () => (closing ??= close()),
    } satisfies Instance;
  };
}

/** @throws ContractViolation where a handle is not of its resource's class, or has not all methods of it */
function assertHandle({ resource, home, handle }: Handle, wit: WitPackage, imports: object): void {
  const name = `${wit.name}/${home.name}`;
  const class_ = (Reflect.get(imports, name) as Record<string, unknown>)[pascal(resource)];
  if (typeof class_ !== 'function' || !(handle instanceof class_))
    throw new ContractViolation(`${name}: a handle of ${resource} is no instance of ${pascal(resource)}`);
  for (const f of home.functions) {
    if (f.kind !== 'method' || f.resource !== resource) continue;
    if (typeof (handle as Record<string, unknown>)[camel(f.name)] !== 'function')
      throw new ContractViolation(`${idOf(wit, home, f)}: the handle has no such method`);
  }
}

/** Drops one handle of each resource and calls its methods, but for those that were called so before. */
async function useDropped(wit: WitPackage, given: ReadonlyMap<string, Handle>, coverage: Coverage): Promise<void> {
  for (const { resource, home, handle } of given.values()) {
    const methods = home.functions.filter(
      (f) => f.kind === 'method' && f.resource === resource && !coverage.dropped.has(idOf(wit, home, f)),
    );
    if (methods.length === 0) continue;
    drop(handle);
    drop(handle);
    for (const f of methods) {
      const call = (handle as Record<string, (...args: unknown[]) => unknown>)[camel(f.name)];
      const args = f.parameters.map(([, type]) => plainValue(type, home, given));
      const outcome = await outcomeOf(() => call?.apply(handle, args));
      const wrong = f.result?.name === 'result' && outcome !== 'refuses';
      coverage.dropped.set(idOf(wit, home, f), wrong ? `it ${outcome} on a handle that was dropped` : undefined);
    }
  }
}

async function outcomeOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'works';
  } catch (error) {
    return payloadOf(error) === undefined ? `fails (${error})` : 'refuses';
  }
}

/** The plainest value of a type: zero, empty, absent. */
function plainValue(type: WitType, home: WitInterface, given: ReadonlyMap<string, Handle>): unknown {
  switch (type.name) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'char':
      return 'a';
    case 'u64':
    case 's64':
      return 0n;
    case 'option':
      return undefined;
    case 'own':
    case 'borrow':
      return plainValue(type.of[0] as WitType, home, given);
    case 'tuple':
      return type.of.map((item) => plainValue(item, home, given));
    case 'list':
      return type.of[0]?.name === 'u8' ? new Uint8Array() : [];
  }
  if (/^[usf]\d+$/.test(type.name)) return 0;
  const { definition, name, home: there } = home.find(type.name);
  switch (definition.kind) {
    case 'alias':
      return plainValue(definition.type, there, given);
    case 'enum':
      return definition.names[0];
    case 'flags':
      return {};
    case 'record':
      return Object.fromEntries(
        definition.members.map(([member, of]) => [camel(member), plainValue(of as WitType, there, given)]),
      );
    case 'variant': {
      const [tag, of] = definition.members[0]!;
      return of === undefined ? { tag } : { tag, val: plainValue(of, there, given) };
    }
    case 'resource':
      return given.get(keyOf({ resource: name, home: there }))?.handle ?? { [Symbol.dispose]() {} };
  }
}
