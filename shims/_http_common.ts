/** `node:_http_common`: deprecated. https://nodejs.org/api/deprecations.html#dep0199-require_node_http_ */
import {
  hasInvalidChar as _checkInvalidHeaderChar,
  isToken as _checkIsHttpToken,
  chunkExpression,
  continueExpression,
} from './internal/http/field-syntax.ts';
import { parsers } from './internal/http/idle-parsers.ts';
import { freeParser, HttpParser as HTTPParser } from './internal/http/message-parser.ts';
import { methods } from './internal/http/methods.ts';

export const CRLF = '\r\n';
export {
  _checkInvalidHeaderChar,
  _checkIsHttpToken,
  chunkExpression,
  continueExpression,
  freeParser,
  HTTPParser,
  methods,
  parsers,
};
export default {
  _checkInvalidHeaderChar,
  _checkIsHttpToken,
  chunkExpression,
  continueExpression,
  CRLF,
  freeParser,
  methods,
  parsers,
  HTTPParser,
};
