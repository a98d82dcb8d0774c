/** `node:_stream_wrap`: deprecated, and of no use to programs. https://nodejs.org/api/deprecations.html#dep0125-require_node_stream_wrap */
import { kRequired } from './internal/modules/builtins.ts';
import { deprecation } from './internal/process/emit-warning.ts';
import { refuse } from './internal/refuse.ts';

const warn = /* @__PURE__ */ deprecation('The _stream_wrap module is deprecated.', 'DEP0125');

export default /* @__PURE__ */ Object.defineProperty(refuse('_stream_wrap', 'JSStreamSocket'), kRequired, {
  value: warn,
});
