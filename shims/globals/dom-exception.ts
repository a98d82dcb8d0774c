/** https://nodejs.org/api/globals.html#class-domexception */
export { NodeDOMException as DOMException } from '../internal/dom-exception.ts';
