/**
 * `process.setuid` and the like: an instance has the user and the groups of its files, and no others.
 * https://nodejs.org/api/process.html#processsetuidid
 */
import { errnoNumber } from '../errno.ts';
import { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_CREDENTIAL, errnoException } from '../errors.ts';
import { machine } from '../os/machine.ts';
import { validateArray, validateUint32 } from '../validators.ts';

type Kind = 'User' | 'Group';

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function validateId(id: unknown, name: string): void {
  if (typeof id === 'number') validateUint32(id, name);
  else if (typeof id !== 'string') throw new ERR_INVALID_ARG_TYPE(name, ['number', 'string'], id);
}

/** No name is known here. @throws ERR_UNKNOWN_CREDENTIAL */
function numberOf(id: unknown, kind: Kind): number {
  if (typeof id === 'string') throw new ERR_UNKNOWN_CREDENTIAL(kind, id);
  return id as number;
}

function setter(call: string, kind: Kind): (id: unknown) => void {
  const set = (id: unknown): void => {
    const own = kind === 'User' ? machine().userId : machine().groupId;
    validateId(id, 'id');
    if (numberOf(id, kind) !== own) throw errnoException(errnoNumber('EPERM') ?? -1, call);
  };
  return Object.defineProperty(set, 'name', { value: call });
}

export const setters = {
  setuid: /* @__PURE__ */ setter('setuid', 'User'),
  seteuid: /* @__PURE__ */ setter('seteuid', 'User'),
  setgid: /* @__PURE__ */ setter('setgid', 'Group'),
  setegid: /* @__PURE__ */ setter('setegid', 'Group'),
  setgroups(groups: unknown): void {
    validateArray(groups, 'groups');
    const list = groups as unknown[];
    for (const [index, group] of list.entries()) validateId(group, `groups[${index}]`);
    for (const group of list) numberOf(group, 'Group');
    throw errnoException(errnoNumber('EPERM') ?? -1, 'setgroups');
  },
  initgroups(user: unknown, extraGroup: unknown): void {
    validateId(user, 'user');
    validateId(extraGroup, 'extraGroup');
    numberOf(extraGroup, 'Group');
    numberOf(user, 'User');
    throw errnoException(errnoNumber('EPERM') ?? -1, 'initgroups');
  },
};
