/** `node:_http_agent`: deprecated; use `node:http`. https://nodejs.org/api/deprecations.html#dep0199-require_node_http_ */

import http, { globalAgent } from './http.ts';
import { Agent } from './internal/http/agent.ts';

export { Agent, globalAgent };
export default {
  Agent,
  get globalAgent() {
    return http.globalAgent;
  },
};
