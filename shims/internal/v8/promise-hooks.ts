/** `v8.promiseHooks`. https://nodejs.org/api/v8.html#promise-hooks */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { addPromiseHooks, type PromiseHook, type PromiseHooks } from '../promises/hooks.ts';
import { validateObject } from '../validators.ts';

/** Takes the hooks away again. */
type Stop = () => void;

/** In a script, an async function is an ordinary one that its helper drives. */
const LOWERED = /^[^{]*(?:\{return |=>\s*)__wasiNodeAsync\(/;

/** An async function would make promises without end. */
function validatePlainFunction(value: unknown, name: string): asserts value is PromiseHook {
  const isAsync =
    typeof value === 'function' && (/Async/.test(Object.prototype.toString.call(value)) || LOWERED.test(String(value)));
  if (typeof value !== 'function' || isAsync) throw new ERR_INVALID_ARG_TYPE(name, 'function', value);
}

function makeOne(moment: keyof PromiseHooks) {
  return (hook: unknown): Stop => {
    validatePlainFunction(hook, `${moment}Hook`);
    return addPromiseHooks({ [moment]: hook });
  };
}

/** https://nodejs.org/api/v8.html#promisehooksoninitinit */
export const onInit = /* @__PURE__ */ makeOne('init');
/** https://nodejs.org/api/v8.html#promisehooksonbeforebefore */
export const onBefore = /* @__PURE__ */ makeOne('before');
/** https://nodejs.org/api/v8.html#promisehooksonafterafter */
export const onAfter = /* @__PURE__ */ makeOne('after');
/** https://nodejs.org/api/v8.html#promisehooksonsettledsettled */
export const onSettled = /* @__PURE__ */ makeOne('settled');

/** https://nodejs.org/api/v8.html#promisehookscreatehookcallbacks @throws ERR_INVALID_ARG_TYPE */
export function createHook(callbacks: unknown = {}): Stop {
  validateObject(callbacks, 'callbacks');
  const { init, before, after, settled } = callbacks as PromiseHooks;
  for (const [name, hook] of Object.entries({ init, before, after, settled })) {
    if (hook !== undefined) validatePlainFunction(hook, `${name}Hook`);
  }
  return addPromiseHooks({ init, before, after, settled });
}
