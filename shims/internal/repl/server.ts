/**
 * `REPLServer`. It shows no previews: there is no debugger to ask for them.
 *
 * https://nodejs.org/api/repl.html#class-replserver
 */
import { readFileSync, writeFileSync } from '../../fs.ts';
import process from '../../process.ts';
import { Console } from '../console/constructor.ts';
import { Domain } from '../domain/domain.ts';
import { builtinExports, builtinModules } from '../modules/builtins.ts';
import { Module, makeRequire } from '../modules/cjs.ts';
import { nodeModulePaths } from '../modules/resolve.ts';
import { Interface } from '../readline/callback-interface.ts';
import type { Key } from '../readline/keys.ts';
import { shouldColorize } from '../util/colors.ts';
import { inspect } from '../util/inspect.ts';
import { validateFunction } from '../validators.ts';
import { createContext } from '../vm/script.ts';
import { COMMANDS, type Command, leaveEditor } from './commands.ts';
import { type CompletionsCallback, complete } from './complete.ts';
import { ERR_INVALID_REPL_EVAL_CONFIG, ERR_INVALID_REPL_INPUT } from './errors.ts';
import { evaluate, type Finish } from './evaluate.ts';
import { REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, type Writer, writer } from './modes.ts';
import { describeUncaught } from './show-error.ts';

/** Options of `repl.start`. */
export interface ReplOptions {
  prompt?: string;
  input?: unknown;
  output?: unknown;
  stream?: { stdin?: unknown; stdout?: unknown };
  terminal?: boolean;
  eval?: (code: string, context: object, file: string, finish: Finish) => void;
  useColors?: boolean;
  useGlobal?: boolean;
  ignoreUndefined?: boolean;
  writer?: Writer;
  completer?: unknown;
  replMode?: symbol;
  breakEvalOnSigint?: boolean;
  historySize?: number;
  domain?: Domain;
}

type Output = { write(text: string): void; isTTY?: boolean };

/** Numbers what is evaluated, for stacks. */
let evaluations = 0;

function toOptions(first: unknown, rest: readonly unknown[]): ReplOptions {
  if (typeof first === 'object' && first !== null) return first as ReplOptions;
  const [stream, evaluator, useGlobal, ignoreUndefined, replMode] = rest;
  return {
    ...(first === undefined ? {} : { prompt: first as string }),
    stream: stream as NonNullable<ReplOptions['stream']>,
    ...(typeof evaluator === 'function' ? { eval: evaluator as NonNullable<ReplOptions['eval']> } : {}),
    useGlobal: Boolean(useGlobal),
    ignoreUndefined: Boolean(ignoreUndefined),
    ...(replMode === undefined ? {} : { replMode: replMode as symbol }),
  };
}

export class ReplServer extends Interface {
  useColors: boolean;
  useGlobal: boolean;
  ignoreUndefined: boolean;
  replMode: symbol;
  breakEvalOnSigint: boolean;
  editorMode = false;
  underscoreAssigned = false;
  underscoreErrAssigned = false;
  last: unknown;
  lastError: unknown;
  lines: string[] & { level?: unknown[] } = [];
  context: object;
  commands: Record<string, Command> = Object.assign(Object.create(null), COMMANDS);
  writer: Writer;
  eval: (code: string, context: object, file: string, finish: Finish) => void;
  _domain: Domain;
  _initialPrompt: string;
  readonly inputStream: unknown;
  readonly outputStream: unknown;
  #buffered = '';
  #sawInterrupt = false;
  #loading = false;

  constructor(first?: unknown, ...rest: unknown[]) {
    const options = toOptions(first, rest);
    const { stream } = options;
    const input = options.input ?? stream?.stdin ?? stream ?? process.stdin;
    const output = (options.output ?? stream?.stdout ?? stream ?? process.stdout) as Output;
    if (options.breakEvalOnSigint && options.eval) throw new ERR_INVALID_REPL_EVAL_CONFIG();
    const completer =
      options.completer ?? ((line: string, done: CompletionsCallback) => this?.completeLine(line, done));
    const prompt = options.prompt ?? '> ';
    super({
      input,
      output,
      completer,
      terminal: options.terminal ?? Boolean(output.isTTY),
      historySize: options.historySize,
      prompt,
    } as never);
    this.inputStream = input;
    this.outputStream = output;
    this._initialPrompt = prompt;
    this.useColors = options.useColors ?? (this.terminal ? shouldColorize(output as never) : false);
    this.useGlobal = Boolean(options.useGlobal);
    this.ignoreUndefined = Boolean(options.ignoreUndefined);
    this.replMode = options.replMode ?? REPL_MODE_SLOPPY;
    this.breakEvalOnSigint = Boolean(options.breakEvalOnSigint);
    this.lines.level = [];
    this.writer = options.writer ?? this.#ownWriter();
    this._domain = options.domain ?? new Domain();
    guard(this._domain);
    this._domain.on('error', (error: unknown) => this.#showError(error));
    this.eval = this.#inDomain(
      options.eval ?? ((code, context, file, finish) => this.#evaluate(code, context, file, finish)),
    );
    this.context = this.createContext();
    this.#exposeLast();
    this.on('line', (line: unknown) => this.#onInput(line));
    this.on('SIGINT', () => this.#onInterrupt());
    this.on('close', () => this.emit('exit'));
    this.displayPrompt();
  }

  #ownWriter(): Writer {
    const options = { ...writer.options, colors: this.useColors };
    return Object.assign((value: unknown) => inspect(value, options), { options });
  }

  /** Errors of what was typed, in later turns as well, come to this REPL. */
  #inDomain(evaluator: ReplServer['eval']): ReplServer['eval'] {
    const domain = this._domain;
    return (code, context, file, finish) => {
      domain.enter();
      try {
        Reflect.apply(evaluator, this, [code, context, file, finish]);
      } catch (error) {
        domain.emit('error', error);
      } finally {
        domain.exit();
      }
    };
  }

  #evaluate(code: string, context: object, file: string, finish: Finish): void {
    const options = {
      strict: this.replMode === REPL_MODE_STRICT,
      useGlobal: this.useGlobal,
      // To the domain that it was thrown in, which may be one that was typed.
      thrown: (error: unknown) => {
        const { domain } = process as unknown as { domain?: Domain | null };
        if (!domain) finish(error);
        else {
          domain.emit('error', error);
          domain.exit();
        }
      },
    };
    evaluate(code, context, file, options, finish);
  }

  // ---- what is shown

  /** Writes to the output. */
  put(text: string): void {
    (this.output as unknown as Output).write(text);
  }

  displayPrompt(preserveCursor?: boolean): void {
    if (this.closed) return;
    super.setPrompt(this.#buffered === '' ? this._initialPrompt : '... ');
    this.prompt(preserveCursor);
  }

  override setPrompt(prompt: string): void {
    this._initialPrompt = prompt;
    super.setPrompt(prompt);
  }

  setInitialPrompt(): void {
    super.setPrompt(this._initialPrompt);
  }

  /** In the editor there is no prompt. */
  hidePrompt(): void {
    super.setPrompt('');
  }

  #showError(error: unknown): void {
    if (!this.underscoreErrAssigned) this.lastError = error;
    // That it came by way of a domain is the REPL's own affair.
    if (typeof error === 'object' && error !== null) delete (error as { domainThrown?: unknown }).domainThrown;
    this.put(describeUncaught(error, this.writer));
    this.clearBufferedCommand();
    this.lines.level = [];
    this.displayPrompt();
  }

  // ---- what is typed

  clearBufferedCommand(): void {
    this.#buffered = '';
  }

  #remember(line: string): void {
    this.lines.push(line);
  }

  #onInput(given: unknown): void {
    const line = typeof given === 'string' ? given : '';
    this.#sawInterrupt = false;
    if (this.editorMode) {
      this.#buffered += `${line}\n`;
      // What is typed goes on where the line before began.
      const indent = this._sawKeyPress && !this.#loading ? /^\s+/.exec(line)?.[0] : undefined;
      if (indent !== undefined) {
        this.write(indent);
        this.line = indent;
        this.cursor = indent.length;
      }
      this.#remember(line);
      return;
    }
    const trimmed = line.trim();
    if (trimmed.startsWith('.') && trimmed[1] !== '.' && Number.isNaN(Number.parseFloat(trimmed))) {
      const [, keyword = '', rest = ''] = /^\.([^\s]+)\s*(.*)$/.exec(trimmed) ?? [];
      if (this.#runCommand(keyword, rest)) return;
      if (this.#buffered === '') {
        this.put('Invalid REPL keyword\n');
        this.displayPrompt();
        return;
      }
    }
    this.#evaluateLine(line);
  }

  #evaluateLine(line: string): void {
    this.eval(`${this.#buffered}${line}\n`, this.context, `REPL${++evaluations}`, (error, ...values) => {
      this.#remember(line);
      if (error instanceof Recoverable) {
        this.#buffered += `${line}\n`;
        this.displayPrompt();
        return;
      }
      if (error !== null && error !== undefined) {
        this._domain.emit('error', error);
        return;
      }
      this.clearBufferedCommand();
      const [value] = values;
      if (values.length > 0 && (!this.ignoreUndefined || value !== undefined)) {
        if (!this.underscoreAssigned) this.last = value;
        this.put(`${this.writer(value)}\n`);
      }
      this.displayPrompt();
    });
  }

  #runCommand(keyword: string, rest: string): boolean {
    const command = this.commands[keyword];
    if (command === undefined) return false;
    command.action.call(this, rest);
    return true;
  }

  /** Types a file's text, as in the editor. */
  load(text: string): void {
    this.editorMode = true;
    this.#loading = true;
    this.hidePrompt();
    this.write(text);
    this.#loading = false;
    leaveEditor(this);
    this.write('\n');
  }

  #onInterrupt(): void {
    const wasEmpty = this.line === '';
    this.clearLine();
    leaveEditor(this);
    if (this.#buffered === '' && wasEmpty) {
      if (this.#sawInterrupt) {
        this.close();
        this.#sawInterrupt = false;
        return;
      }
      this.put('(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n');
      this.#sawInterrupt = true;
    } else this.#sawInterrupt = false;
    this.clearBufferedCommand();
    this.lines.level = [];
    this.displayPrompt();
  }

  override _ttyWrite(text: string | undefined, given?: Partial<Key>): void {
    // A program may write without a key.
    const key: Partial<Key> = given ?? {};
    if (!this.editorMode || !this.terminal) {
      super._ttyWrite(text, key);
      return;
    }
    if (key.ctrl && key.name === 'd') {
      leaveEditor(this);
      super._ttyWrite(text, { name: 'return' });
    } else super._ttyWrite(text, key);
  }

  // ---- what it offers

  defineCommand(keyword: string, given: Command | Command['action']): void {
    const command = typeof given === 'function' ? { action: given } : given;
    validateFunction(command.action, 'cmd.action');
    this.commands[keyword] = command;
  }

  /** Completes a line. */
  completeLine(line: string, callback: CompletionsCallback): void {
    complete(
      {
        commands: this.commands,
        context: this.context,
        useGlobal: this.useGlobal,
        eval: (...args) => this.#evaluate(...args),
      },
      line,
      callback,
    );
  }

  complete(line: string, callback: CompletionsCallback): void {
    (this.completer as (line: string, callback: CompletionsCallback) => void)(line, callback);
  }

  createContext(): object {
    if (this.useGlobal) return this.#equip(globalThis);
    const context = createContext({}) as Record<string, unknown>;
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (name in context || name === 'console' || name === 'globalThis') continue;
      const descriptor = Object.getOwnPropertyDescriptor(globalThis, name) as PropertyDescriptor;
      Object.defineProperty(context, name, { ...descriptor, configurable: true });
    }
    context['global'] = context;
    const output = this.output as never;
    Object.defineProperty(context, 'console', { value: new Console(output), writable: true, configurable: true });
    return this.#equip(context);
  }

  /** `module`, `require`, and the builtins by their names. */
  #equip(context: object): object {
    const module = new Module('<repl>');
    module.paths = nodeModulePaths(process.cwd());
    const define = (name: string, value: unknown) =>
      Object.defineProperty(context, name, { value, writable: true, configurable: true, enumerable: false });
    define('module', module);
    define('exports', module.exports);
    define('require', makeRequire(module));
    for (const name of builtinModules) {
      if (name.startsWith('_') || /[/:]/.test(name) || Object.hasOwn(context, name)) continue;
      Object.defineProperty(context, name, {
        get() {
          const exports = builtinExports(name);
          define(name, exports);
          return exports;
        },
        set: (value: unknown) => define(name, value),
        configurable: true,
        enumerable: false,
      });
    }
    return context;
  }

  resetContext(): void {
    this.context = this.createContext();
    this.underscoreAssigned = false;
    this.underscoreErrAssigned = false;
    this.lines = [];
    this.lines.level = [];
    this.#exposeLast();
    this.emit('reset', this.context);
  }

  /** `_` and `_error`. */
  #exposeLast(): void {
    const repl = this;
    Object.defineProperty(this.context, '_', {
      configurable: true,
      get: () => repl.last,
      set(value: unknown) {
        repl.last = value;
        if (repl.underscoreAssigned) return;
        repl.underscoreAssigned = true;
        repl.put('Expression assignment to _ now disabled.\n');
      },
    });
    Object.defineProperty(this.context, '_error', {
      configurable: true,
      get: () => repl.lastError,
      set(value: unknown) {
        repl.lastError = value;
        if (repl.underscoreErrAssigned) return;
        repl.underscoreErrAssigned = true;
        repl.put('Expression assignment to _error now disabled.\n');
      },
    });
  }

  /** Reads what was typed in former sessions, and keeps this one's. https://nodejs.org/api/repl.html#replserversetuphistoryhistorypath-callback */
  setupHistory(given: unknown, callback: unknown): void {
    const path = typeof given === 'object' && given !== null ? (given as { filePath?: string }).filePath : given;
    validateFunction(callback, 'callback');
    const done = callback as (error: unknown, repl?: ReplServer) => void;
    if (!this.terminal || typeof path !== 'string' || path === '') {
      queueMicrotask(() => done(null, this));
      return;
    }
    let error: unknown = null;
    try {
      const text = readFileSync(path, { encoding: 'utf8', flag: 'a+' } as never) as unknown as string;
      this.history = text
        .split(/\r?\n/)
        .filter((line) => line !== '')
        .slice(0, this.historySize);
      this.on('line', () => writeFileSync(path, this.history.join('\n')));
    } catch (thrown) {
      error = thrown;
    }
    queueMicrotask(() => done(error, this));
  }
}

/** The domains of the REPLs. What is typed may not listen for uncaught exceptions: those are the REPL's. */
const domains = new WeakSet<object>();
let guards = false;

function guard(domain: Domain): void {
  domains.add(domain);
  if (guards) return;
  guards = true;
  process.on('newListener', (event) => {
    const active = (process as unknown as { domain?: object | null }).domain;
    if (event === 'uncaughtException' && active && domains.has(active)) {
      throw new ERR_INVALID_REPL_INPUT('Listeners for `uncaughtException` cannot be used in the REPL');
    }
  });
}
