import { AccessDenied } from './denial.ts';
import type { ShellPlan, ShellRequest, ShellRules } from './shell/plan.ts';

export type { ShellCommand, ShellPlan, ShellRedirect, ShellRequest, ShellRules } from './shell/plan.ts';

/**
 * Checks a line for a shell. (Until the grammar is in place, every line is denied.)
 * @throws {AccessDenied}
 */
export function checkShellLine(request: ShellRequest, _rules: ShellRules): ShellPlan {
  throw new AccessDenied('ChildProcess', request.line, 'shell lines', request.shell ?? '/bin/sh');
}
