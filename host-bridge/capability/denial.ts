import { getSystemErrorMap } from 'node:util';
import type { SystemError, Error as WitError, Permission as WitPermission } from '../wit/zora-node-errors.d.ts';

export type { WitError };

/** A permission in the words of Node's permission model. */
export type Permission = 'ChildProcess' | 'FileSystemRead' | 'FileSystemWrite' | 'Net' | 'Environment';

const witPermissions: Record<Permission, WitPermission> = {
  ChildProcess: 'child-process',
  FileSystemRead: 'file-system-read',
  FileSystemWrite: 'file-system-write',
  Net: 'net',
  Environment: 'environment',
};

/**
 * The token does not allow a call. The guest sees `permission` and `resource` (as it named it itself); `rule` says
 * why and is for the audit only, since it tells of the host's layout and of the rules.
 */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly code = 'ERR_ACCESS_DENIED';
  /** `Tool`, the right to run at all, is asked before there is a guest. */
  readonly permission: Permission | 'Tool';
  readonly resource: string;
  readonly rule: string;
  /** What the audit event names instead of `resource`, where that may carry a payload (a command line). */
  readonly recorded: string;

  constructor(permission: Permission | 'Tool', resource: string, rule: string, recorded: string = resource) {
    super(`Access to this API has been restricted: ${permission} ${recorded}`);
    this.permission = permission;
    this.resource = resource;
    this.rule = rule;
    this.recorded = recorded;
  }
}

/** A limit of the grant is reached. */
export class LimitExceeded extends Error {
  override readonly name = 'LimitExceeded';
  readonly code = 'ERR_LIMIT_EXCEEDED';
  readonly limit: string;
  readonly maximum: number;

  constructor(limit: string, maximum: number) {
    super(`The limit "${limit}" of ${maximum} is reached`);
    this.limit = limit;
    this.maximum = maximum;
  }
}

/** The token has expired or the execution time is used up. The instance is to be stopped. */
export class TokenExpired extends Error {
  override readonly name = 'TokenExpired';
  readonly code = 'ERR_TOKEN_EXPIRED';
  /** Which of the token's two fields ran out. */
  readonly field: 'expiresAt' | 'maxExecutionTime';

  constructor(field: 'expiresAt' | 'maxExecutionTime') {
    super(field === 'expiresAt' ? 'The capability token has expired' : 'The execution time is used up');
    this.field = field;
  }
}

/** The guest passed what no shim of ours would pass. */
export class InvalidArgument extends Error {
  override readonly name = 'InvalidArgument';
  readonly code = 'ERR_INVALID_ARG_VALUE';
}

/** The host does not offer this. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
  readonly code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
}

/** What a Node system error says beside its code. */
export interface SystemErrorDetails {
  syscall: string;
  path?: string;
  dest?: string;
  address?: string;
  port?: number;
}

/** A system error in Node's form, with the fields that Node gives it. */
export type NodeSystemError = NodeJS.ErrnoException & { dest?: string; address?: string; port?: number };

let errnoByCode: Map<string, readonly [errno: number, message: string]> | undefined;

function lookUpCode(code: string): readonly [errno: number, message: string] | undefined {
  errnoByCode ??= new Map(
    [...getSystemErrorMap()].map(([errno, [name, message]]) => [name, [errno, message] as const] as const),
  );
  return errnoByCode.get(code);
}

/**
 * Makes a system error as Node's own calls throw it.
 * @param code Node's code, such as `ENOENT`
 * @param details the system call and what it was about
 */
export function systemError(code: string, details: SystemErrorDetails): NodeSystemError {
  const [errno, message] = lookUpCode(code) ?? [0, code];
  const about = details.path === undefined ? '' : ` '${details.path}'`;
  const towards = details.dest === undefined ? '' : ` -> '${details.dest}'`;
  const error: NodeSystemError = new Error(`${code}: ${message}, ${details.syscall}${about}${towards}`);
  return Object.assign(error, { errno, code, ...details });
}

/**
 * Turns what a host call threw into the WIT `error` that the guest gets.
 * An error that is none of ours and carries no system code is a fault of the host and is thrown on: it ends the
 * instance instead of reaching the guest in disguise.
 */
export function toWitError(error: unknown): WitError {
  if (error instanceof AccessDenied && error.permission !== 'Tool') {
    return {
      tag: 'denied',
      val: { permission: witPermissions[error.permission], resource: wellFormed(error.resource) },
    };
  }
  if (error instanceof LimitExceeded) return { tag: 'exceeded', val: { name: error.limit, maximum: error.maximum } };
  if (error instanceof TokenExpired) return { tag: 'expired' };
  if (error instanceof InvalidArgument) return { tag: 'invalid-argument', val: error.message };
  if (error instanceof Unsupported) return { tag: 'unsupported', val: error.message };
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    if (error.code.startsWith('ERR_INVALID_')) return { tag: 'invalid-argument', val: error.message };
    return { tag: 'system', val: toSystemError(error as NodeSystemError, error.code) };
  }
  throw error;
}

function toSystemError(error: NodeSystemError, code: string): SystemError {
  const known = lookUpCode(code);
  return {
    code,
    errno: Math.trunc(Number(error.errno)) || known?.[0] || 0,
    syscall: error.syscall ?? '',
    message: known?.[1] ?? error.message,
    path: text(error.path),
    dest: text(error.dest),
    address: text(error.address),
    port: typeof error.port === 'number' ? error.port : undefined,
  };
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return wellFormed(value);
  return Buffer.isBuffer(value) ? value.toString() : undefined;
}

/** WIT strings have no lone surrogates. */
function wellFormed(value: string): string {
  return value.toWellFormed();
}
