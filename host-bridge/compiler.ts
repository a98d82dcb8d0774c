/**
 * `zora:node/compiler`: modules for evaluation at run time. Types are stripped by amaro, as in Node, and ES modules become function bodies by oxc.
 * The functions are loaded when the first module is compiled: an instance that runs no scripts does not pay for them.
 *
 * The sources are the guest's, and the parsers descend into them: oxc's natively, so that a nesting deeper than the stack
 * ends the whole process. What is long enough to be so is compiled in a process of its own.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type MagicStringType from 'magic-string';
import { compileApart, tooDeep } from './internal/compiler/apart.ts';
import { hasAtMostTokens } from './internal/compiler/tokens.ts';
import type * as Wit from './wit/zora-node-compiler.d.ts';
import type { Compiled, Source } from './wit/zora-node-compiler.d.ts';

/** The longest source, in UTF-16 code units. */
const MAX_LENGTH = 16 * 1024 * 1024;

/** Tokens that the stack of any thread has room for, at up to 4 KiB each. */
const TOKENS_HERE = 500;

const IMPORT_LINE = /^(const __vite_ssr_import_\d+__ = )await (__vite_ssr_import__\()/gm;
const SCRIPT_PARAMETERS = 'exports, require, module, __filename, __dirname, __import';
const MODULE_PARAMETERS =
  '__vite_ssr_exports__, __vite_ssr_import__, __vite_ssr_dynamic_import__, __vite_ssr_import_meta__, __vite_ssr_exportAll__';

/** What amaro throws. */
interface StripError {
  message: string;
  snippet?: string;
  startLine?: number;
  startColumn?: number;
}

/** amaro is a large WebAssembly module, and oxc-transform a native one: who runs TypeScript, or ES modules, loads them. */
const require = createRequire(import.meta.url);

/** The implementation of the interface. It keeps nothing between calls, and serves any number of instances. */
export type Compiler = typeof Wit;

/**
 * Loads what the compiler needs, and gives the implementation.
 *
 * @param options.tokensHere up to how many tokens a module is compiled in this thread: a fifth of its stack in KiB at
 * most. The default holds for a thread of the usual size; longer modules then take about 0.2 s more.
 */
export async function loadCompiler({ tokensHere = TOKENS_HERE }: { tokensHere?: number } = {}): Promise<Compiler> {
  const [{ default: MagicString }, { ModuleSyntaxError, readSyntax }, { lowerAsync }, { lineMap }] = await Promise.all([
    import('magic-string'),
    import('./internal/compiler/syntax.ts'),
    import('./internal/compiler/lower-async.ts'),
    import('./internal/compiler/line-map.ts'),
  ]);

  function compile({ filename, text, format, typescript }: Source): Compiled {
    if (text.length > MAX_LENGTH)
      throw new ModuleSyntaxError({ message: 'The module is too long', line: 1, column: 1, excerpt: '' });
    if (!hasAtMostTokens(text, tokensHere)) return compileApart({ filename, text, format, typescript });
    const script = withoutHashbang(typescript ? strip(filename, text) : text);
    const syntax = readSyntax(filename, script, format);
    const lowered = new MagicString(script);
    lowerAsync(lowered, syntax.program);
    return syntax.format === 'module'
      ? compileModule(filename, lowered.toString(), syntax.topLevelAwait)
      : compileScript(lowered, syntax.dynamicImports);
  }

  function strip(filename: string, text: string): string {
    const { transformSync } = require('amaro') as typeof import('amaro');
    try {
      return transformSync(text, { mode: 'strip-only', filename }).code;
    } catch (error) {
      if (error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError')) {
        // Whatever it was in the middle of, amaro goes on from there: nobody else may meet it in that state.
        for (const file of Object.keys(require.cache)) {
          if (file.startsWith(dirname(require.resolve('amaro')))) delete require.cache[file];
        }
        throw tooDeep();
      }
      const { message, snippet, startLine, startColumn } = error as StripError;
      throw new ModuleSyntaxError({
        message,
        line: startLine ?? 1,
        column: (startColumn ?? 0) + 1,
        excerpt: snippet ?? '',
      });
    }
  }

  function compileScript(script: MagicStringType, dynamicImports: readonly number[]): Compiled {
    for (const start of dynamicImports) script.update(start, start + 'import'.length, '__import');
    return {
      format: 'commonjs',
      code: `(function (${SCRIPT_PARAMETERS}) {${script.toString()}\n})`,
      asynchronous: false,
      dependencies: [],
      lines: new Uint32Array(0),
    };
  }

  function compileModule(filename: string, text: string, asynchronous: boolean): Compiled {
    const { moduleRunnerTransformSync } = require('oxc-transform') as typeof import('oxc-transform');
    const { code, map, errors } = moduleRunnerTransformSync(nameOfModule(filename), text, { sourcemap: true });
    const [error] = errors;
    if (error !== undefined) throw new ModuleSyntaxError({ message: error.message, line: 1, column: 1, excerpt: '' });
    // The guest's loader has evaluated the dependencies before: an import is a look-up.
    const body = code.replace(IMPORT_LINE, '$1$2');
    const lineCount = body.split('\n').length;
    return {
      format: 'module',
      code: `(${asynchronous ? 'async ' : ''}function (${MODULE_PARAMETERS}) {"use strict";${body}\n})`,
      asynchronous,
      dependencies: importOrder(body),
      lines: map === undefined ? new Uint32Array(0) : lineMap(JSON.stringify(map), lineCount),
    };
  }

  return {
    compile(source) {
      try {
        return compile(source);
      } catch (error) {
        // A `result` error is thrown as its WIT value.
        if (error instanceof ModuleSyntaxError) throw error.diagnostic;
        if (error instanceof RangeError) throw tooDeep().diagnostic;
        throw error;
      }
    },
  };
}

/** The transform goes by the extension, which a `data:` URL has not; what names it is the guest's affair. */
function nameOfModule(filename: string): string {
  return /\.[cm]?[jt]sx?$/.test(filename) ? filename : 'module.mjs';
}

/** Specifiers in the order in which the transformed body imports them. */
function importOrder(body: string): string[] {
  const imports = body.matchAll(/^const __vite_ssr_import_\d+__ = __vite_ssr_import__\(("(?:[^"\\]|\\.)*")/gm);
  return [...new Set([...imports].map(([, literal]) => JSON.parse(literal ?? '""') as string))];
}

function withoutHashbang(text: string): string {
  return text.startsWith('#!') ? `//${text.slice(2)}` : text;
}
