/** `node:_http_client`: deprecated; use `node:http`. https://nodejs.org/api/deprecations.html#dep0199-require_node_http_ */
import { ClientRequest } from './internal/http/client-request.ts';

export { ClientRequest };
export default { ClientRequest };
