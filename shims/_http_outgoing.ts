/** `node:_http_outgoing`: deprecated; use `node:http`. https://nodejs.org/api/deprecations.html#dep0199-require_node_http_ */
import { validateHeaderName, validateHeaderValue } from './internal/http/field-syntax.ts';
import { OutgoingMessage, uniqueHeadersOption as parseUniqueHeadersOption } from './internal/http/outgoing.ts';

export { OutgoingMessage, parseUniqueHeadersOption, validateHeaderName, validateHeaderValue };
export default { parseUniqueHeadersOption, validateHeaderName, validateHeaderValue, OutgoingMessage };
