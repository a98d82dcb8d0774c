import type { HereDoc, Redirect, Redirection } from 'unbash';
import type { PathPermission } from '../paths.ts';
import { knownValue } from './known.ts';
import { asText, deny, type Line, type Scope, textOf } from './line.ts';
import { literalValue } from './literal.ts';
import { checkParts, checkWord, withHome } from './words.ts';

/** What each operator does with its target. Those with `&` alone duplicate a descriptor. */
const permissions: Readonly<Record<string, readonly PathPermission[]>> = {
  '<': ['FileSystemRead'],
  '>': ['FileSystemWrite'],
  '>>': ['FileSystemWrite'],
  '>|': ['FileSystemWrite'],
  '<>': ['FileSystemRead', 'FileSystemWrite'],
  '&>': ['FileSystemWrite'],
  '&>>': ['FileSystemWrite'],
};

/** The child's own streams, by the names that bash and the system have for them. */
const ownStreams = new Set(['/dev/stdin', '/dev/stdout', '/dev/stderr']);

/** Checks a redirection. @throws {AccessDenied} */
export function checkRedirect(line: Line, redirect: Redirection, scope: Scope): void {
  if (redirect.descriptor?.type === 'FileDescriptorVariable') throw deny(line, 'a descriptor in a variable');
  if (redirect.type === 'HereDoc') {
    checkHereDocument(line, redirect, scope);
    return;
  }
  if (redirect.type === 'Redirect') {
    checkTarget(line, redirect);
    return;
  }
  if (line.shell.posix) throw deny(line, '"<<<" in a POSIX shell');
  if (redirect.target === undefined) throw deny(line, 'a redirection without a target');
  checkWord(line, redirect.target, asText, scope);
}

function checkTarget(line: Line, { operator, target }: Redirect): void {
  const path =
    target === undefined
      ? undefined
      : (literalValue(target, line.source) ?? withHome(line, target) ?? knownValue(line, target, line.script));
  if (path === undefined) throw deny(line, 'a redirection whose target is not literal');
  if (operator === '>&' || operator === '<&') {
    // Anything else is a file for bash and an error for dash.
    if (!/^(?:\d|-)$/.test(path)) throw deny(line, `"${operator}" to a file`);
    return;
  }
  if (line.shell.posix && operator.startsWith('&')) throw deny(line, `"${operator}" in a POSIX shell`);
  // bash opens sockets by these names.
  if (/^\/+dev\/+(?:tcp|udp)(?:\/|$)/.test(path)) throw deny(line, 'a socket as the target of a redirection');
  if (ownStreams.has(path)) return;
  const needed = permissions[operator];
  if (needed === undefined) throw deny(line, `"${operator}"`);
  for (const permission of needed) {
    const { real } = line.directories.check(path, permission, { nullDevice: true });
    line.redirects.push({ permission, path, real });
  }
}

function checkHereDocument(line: Line, { delimiter, body, closing }: HereDoc, scope: Scope): void {
  if (delimiter === undefined || closing === undefined) throw deny(line, 'a here-document without an end');
  const raw = textOf(line, delimiter);
  const match = /^(['"]?)([A-Za-z0-9_.-]+)\1$|^\\([A-Za-z0-9_.-]+)$/.exec(raw);
  const name = match?.[2] ?? match?.[3];
  if (name === undefined || name !== delimiter.value) throw deny(line, 'the delimiter of a here-document');
  if (textOf(line, closing).replace(/^\t+/, '').replace(/\n$/, '') !== name) {
    throw deny(line, 'the end of a here-document');
  }
  if (delimiter.quoted) return;
  // Shells differ in whether a line that is joined to the one before can be the end.
  if (/\\\n/.test(textOf(line, body))) throw deny(line, 'a continued line in a here-document');
  checkParts(line, body.parts, body, 'here-document', asText, scope);
}
