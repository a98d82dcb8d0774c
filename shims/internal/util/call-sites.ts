import { validateBoolean, validateNumber, validateObject } from '../validators.ts';

/** One frame of the stack. */
export interface CallSiteInfo {
  functionName: string;
  scriptId: string;
  scriptName: string;
  lineNumber: number;
  columnNumber: number;
  /** The older name of `columnNumber`. */
  column: number;
}

interface EngineSite {
  getFunctionName(): string | null;
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/**
 * The frames of the caller's stack. Source maps are not looked at.
 * @param frameCount how many at most, or the options.
 * @param options the options of Node.
 * @see https://nodejs.org/api/util.html#utilgetcallsitesframecount-options
 */
export function getCallSites(frameCount: unknown = 10, options?: unknown): CallSiteInfo[] {
  if (options === undefined && typeof frameCount === 'object') {
    options = frameCount;
    frameCount = 10;
  }
  if (options !== undefined) {
    validateObject(options, 'options');
    const { sourceMap } = options as { sourceMap?: unknown };
    if (sourceMap !== undefined) validateBoolean(sourceMap, 'options.sourceMap');
  }
  validateNumber(frameCount, 'frameCount', 1, 200);
  const engine = Error as unknown as { stackTraceLimit: number; prepareStackTrace: unknown };
  const { stackTraceLimit, prepareStackTrace } = engine;
  engine.stackTraceLimit = Math.floor(frameCount) + 1; // and this function
  engine.prepareStackTrace = (_error: unknown, sites: EngineSite[]) => sites;
  const sites = new Error().stack as unknown as EngineSite[];
  engine.stackTraceLimit = stackTraceLimit;
  engine.prepareStackTrace = prepareStackTrace;
  return sites.slice(1).map((site) => {
    const columnNumber = site.getColumnNumber() ?? 0;
    return {
      functionName: site.getFunctionName() ?? '',
      scriptId: '0',
      scriptName: site.getFileName() ?? '',
      lineNumber: site.getLineNumber() ?? 0,
      columnNumber,
      column: columnNumber,
    };
  });
}
