/**
 * `node:https`: `node:http` over TLS.
 *
 * https://nodejs.org/api/https.html
 */
import { ClientRequest, isUrl } from './internal/http/client-request.ts';
import { tls } from './internal/http/secure.ts';
import {
  Agent,
  globalAgent as currentAgent,
  kOwnIdentityCheck,
  type SecureAgentLike,
  setGlobalAgent,
} from './internal/http/secure-agent.ts';
import { Server } from './internal/http/secure-server.ts';
import { urlToHttpOptions } from './internal/url/http-options.ts';
import { URL } from './internal/url/url-class.ts';

type Request = InstanceType<typeof ClientRequest>;
type Options = Record<PropertyKey, unknown> & { agent?: { options?: Record<string, unknown> } | false | null };

let identityChecks = 0;

/** https://nodejs.org/api/https.html#httpscreateserveroptions-requestlistener */
export function createServer(options?: unknown, requestListener?: unknown): InstanceType<typeof Server> {
  return new Server(options, requestListener);
}

/** Whether the agent of a request checks who the server is in a way of its own. */
function agentChecksIdentity({ agent, createConnection }: Options): boolean {
  if (agent === false) return false;
  if (agent !== null && agent !== undefined) return agent.options?.['checkServerIdentity'] !== undefined;
  return typeof createConnection !== 'function' && currentAgent().options['checkServerIdentity'] !== undefined;
}

/** https://nodejs.org/api/https.html#httpsrequesturl-options-callback */
export function request(...args: unknown[]): Request {
  let options: Options = {};
  if (typeof args[0] === 'string') options = urlToHttpOptions(new URL(args.shift() as string));
  else if (isUrl(args[0])) options = urlToHttpOptions(args.shift() as URL);
  if (args[0] && typeof args[0] !== 'function') Object.assign(options, args.shift());
  const check = options['checkServerIdentity'];
  if (check !== undefined && check !== tls.checkServerIdentity && !agentChecksIdentity(options)) {
    options[kOwnIdentityCheck] = ++identityChecks;
  }
  options['_defaultAgent'] = currentAgent();
  return new ClientRequest(options, ...args);
}

/** https://nodejs.org/api/https.html#httpsgeturl-options-callback */
export function get(...args: unknown[]): Request {
  const made = request(...args);
  made.end();
  return made;
}

/** The agent that there is at first; `https.globalAgent` of the module object follows what is set. */
export const globalAgent = /* @__PURE__ */ currentAgent();

/** Node's module object; `globalAgent` may be set. */
const moduleObject = () => ({
  Agent,
  get globalAgent(): SecureAgentLike {
    return currentAgent();
  },
  set globalAgent(agent: SecureAgentLike) {
    setGlobalAgent(agent);
  },
  Server,
  createServer,
  get,
  request,
});
const https = /* @__PURE__ */ moduleObject();

export { Agent, Server };
export default https;
