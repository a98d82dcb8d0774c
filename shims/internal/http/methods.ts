/** What a request may ask for. https://nodejs.org/api/http.html#httpmethods */

const HTTP_METHODS =
  'DELETE GET HEAD POST PUT CONNECT OPTIONS TRACE COPY LOCK MKCOL MOVE PROPFIND PROPPATCH SEARCH UNLOCK BIND REBIND UNBIND ACL REPORT MKACTIVITY CHECKOUT MERGE M-SEARCH NOTIFY SUBSCRIBE UNSUBSCRIBE PATCH PURGE MKCALENDAR LINK UNLINK SOURCE QUERY';
const RTSP_METHODS =
  'OPTIONS DESCRIBE ANNOUNCE SETUP PLAY PAUSE TEARDOWN GET_PARAMETER SET_PARAMETER REDIRECT RECORD FLUSH GET POST';

/** The methods of HTTP, in the order of the parser of Node. */
export const methods: readonly string[] = /* @__PURE__ */ HTTP_METHODS.split(' ');

const http: ReadonlySet<string> = /* @__PURE__ */ new Set(methods);
const rtsp: ReadonlySet<string> = /* @__PURE__ */ new Set(RTSP_METHODS.split(' '));

/** Whether `method` is one of those of HTTP. */
export function isHttpMethod(method: string): boolean {
  return http.has(method);
}

/** Whether `method` is one of those of RTSP. */
export function isRtspMethod(method: string): boolean {
  return rtsp.has(method);
}

/** Whether a method that the parser knows starts with `prefix`. */
export function isMethodPrefix(prefix: string): boolean {
  if ('PRI'.startsWith(prefix)) return true;
  for (const method of http) if (method.startsWith(prefix)) return true;
  for (const method of rtsp) if (method.startsWith(prefix)) return true;
  return false;
}
