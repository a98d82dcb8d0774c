/** Errors as the tools' callers get them, in Node's words. */
import { CallError, ErrorTag } from '../abi/errors';
import { StreamError } from '../abi/io';
import { reject } from '../abi/tool-host';
import { JsonObject } from '../json/write';
import { lower } from './ascii';

/** An error on its way out of the tool. */
export class Failure {
  name: string = 'Error';
  message: string = '';
  code: string | null = null;
  /** Its own properties. */
  properties: JsonObject = new JsonObject();

  constructor(name: string, message: string) {
    this.name = name;
    this.message = message;
  }

  withCode(code: string): Failure {
    this.code = code;
    return this;
  }

  withCause(cause: Failure): Failure {
    const code = cause.code;
    cause.properties.string('name', cause.name).string('message', cause.message);
    if (code !== null) cause.properties.string('code', code);
    this.properties.raw('cause', cause.properties.toString());
    return this;
  }

  /** Answers with it. */
  reject(): void {
    reject(this.name, this.message, this.code, this.properties.toString());
  }
}

/** Node's error for a call that the host refused. */
export function failureOf(error: CallError): Failure {
  if (error.tag == ErrorTag.DENIED) return denial(error);
  if (error.tag == ErrorTag.SYSTEM) return systemFailure(error);
  if (error.tag == ErrorTag.EXCEEDED) return limit(error.name, error.maximum);
  if (error.tag == ErrorTag.EXPIRED)
    return new Failure('Error', 'The capability token has expired or its execution time is used up').withCode('ERR_TOKEN_EXPIRED');
  if (error.tag == ErrorTag.INVALID_ARGUMENT)
    return new Failure('TypeError', error.message + ' was refused by the host').withCode('ERR_INVALID_ARG_VALUE');
  return new Failure('Error', error.message).withCode('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM');
}

function denial(error: CallError): Failure {
  const about = error.permission + " '" + error.resource + "'";
  const failure = new Failure('Error', 'Access to this API has been restricted: ' + about).withCode('ERR_ACCESS_DENIED');
  failure.properties.string('permission', error.permission).string('resource', error.resource);
  return failure;
}

function limit(name: string, maximum: f64): Failure {
  const failure = new Failure('Error', `The limit "${name}" of ${(<i64>maximum).toString()} was reached`);
  failure.properties.string('limit', name).integer('maximum', <i64>maximum);
  return failure.withCode('ERR_LIMIT_EXCEEDED');
}

/** `spawn /bin/sh ENOENT`, `connect ECONNREFUSED 127.0.0.1:80`, `ENOENT: no such file or directory, open '/x'`. */
function systemFailure(error: CallError): Failure {
  const short = error.syscall.startsWith('spawn') || error.path === null;
  let message = short ? error.syscall + ' ' + error.code : error.code + ': ' + error.message + ', ' + error.syscall;
  const address = error.address;
  if (address !== null) {
    message += ' ' + address;
    if (error.port > 0) message += ':' + error.port.toString();
  } else if (!short) message += " '" + error.path! + "'";
  const failure = new Failure('Error', message).withCode(error.code);
  failure.properties.integer('errno', error.errno).string('syscall', error.syscall);
  const path = error.path;
  if (path !== null) failure.properties.string('path', path);
  if (address !== null) failure.properties.string('address', address);
  if (error.port >= 0) failure.properties.integer('port', error.port);
  return failure;
}

/** Node's error for a stream that failed. */
export function streamFailure(error: StreamError): Failure {
  if (error.exceeded != '') {
    const failure = new Failure('Error', `The limit "${error.exceeded}" was reached`).withCode('ERR_LIMIT_EXCEEDED');
    failure.properties.string('limit', error.exceeded);
    return failure;
  }
  const name = clientErrorName(error.code);
  const failure = new Failure(name === null ? 'Error' : name, error.message).withCode(error.code);
  if (name === null) failure.properties.string('syscall', error.syscall);
  return failure;
}

/** The class of an error of the host's HTTP client, by its code: `UND_ERR_SOCKET` is a SocketError. */
export function clientErrorName(code: string): string | null {
  if (!code.startsWith('UND_ERR_')) return null;
  const words = lower(code.substring(8)).split('_');
  for (let i = 0; i < words.length; i++)
    if (words[i].length > 0) words[i] = String.fromCharCode(words[i].charCodeAt(0) & ~0x20) + words[i].substring(1);
  return words.join('') + 'Error';
}
