/** Lines, keys, editing, history, completion and questions of node:readline. */
import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const readline = await import('../../../shims/readline.ts');
const promises = await import('../../../shims/readline/promises.ts');
const { start } = await import('../../../shims/internal/instance.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');
start();

/** Something to type on and to look at. */
class Terminal extends EventEmitter {
  columns = 40;
  isTTY = true;
  shown = '';
  write(text: string): boolean {
    this.shown += text;
    return true;
  }
  pause(): void {}
  resume(): void {}
  type(text: string): this {
    this.emit('data', text);
    return this;
  }
}

function open(options: Record<string, unknown> = {}) {
  const terminal = new Terminal();
  const rl = readline.createInterface({ input: terminal, output: terminal, terminal: true, ...options });
  const lines: string[] = [];
  rl.on('line', (line: string) => lines.push(line));
  return { terminal, rl, lines };
}

describe('lines', () => {
  function read(...chunks: (string | Uint8Array)[]): string[] {
    const input = new Terminal();
    const rl = readline.createInterface({ input });
    const lines: string[] = [];
    rl.on('line', (line: string) => lines.push(line));
    for (const chunk of chunks) input.emit('data', chunk);
    input.emit('end');
    return lines;
  }

  test('end with any line ending, also across chunks', () => {
    expect(read('a\nb\r\nc\rd\u2028e\u2029f')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(read('a\r', '\nb')).toEqual(['a', 'b']);
    expect(read('no', ' ', 'end')).toEqual(['no end']);
    expect(read('', '\n\n')).toEqual(['', '']);
  });

  test('may be cut within a character', () => {
    const bytes = Buffer.from('über 💚\n');
    expect(read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(['über 💚']);
  });

  test('can be iterated', async () => {
    const input = new Terminal();
    const rl = readline.createInterface({ input });
    const lines: string[] = [];
    const done = (async () => {
      for await (const line of rl) lines.push(line);
    })();
    await runGuest(() => {
      input.type('one\ntwo\n');
      input.emit('end');
    });
    await done;
    expect(lines).toEqual(['one', 'two']);
  });

  test('no more come after close', () => {
    const { rl, lines, terminal } = open();
    rl.close();
    terminal.type('late\n');
    expect([lines, rl.closed]).toEqual([[], true]);
    for (const call of [() => rl.write('x'), () => rl.pause(), () => rl.resume(), () => rl.question('?', () => {})]) {
      expect(call).toThrow(expect.objectContaining({ code: 'ERR_USE_AFTER_CLOSE' }));
    }
  });
});

describe('keys', () => {
  function keysOf(...chunks: string[]): unknown[] {
    const input = new Terminal();
    const keys: unknown[] = [];
    readline.emitKeypressEvents(input as never);
    input.on('keypress', (_text: unknown, key: { name: string; ctrl: boolean; meta: boolean; shift: boolean }) => {
      keys.push(`${key.ctrl ? 'C-' : ''}${key.meta ? 'M-' : ''}${key.shift ? 'S-' : ''}${key.name}`);
    });
    for (const chunk of chunks) input.emit('data', chunk);
    return keys;
  }

  test('have names and modifiers', () => {
    expect(keysOf('a', 'A', '5', ' ', '\r', '\n', '\t', '\x7f')).toEqual([
      'a',
      'S-a',
      '5',
      'space',
      'return',
      'enter',
      'tab',
      'backspace',
    ]);
    expect(
      keysOf('\x01', '\x1ba', '\x1b[A', '\x1bOB', '\x1b[1;5C', '\x1b[3~', '\x1b[3;2~', '\x1b[24~', '\x1b[[A', '\x1b[Z'),
    ).toEqual(['C-a', 'M-a', 'up', 'down', 'C-right', 'delete', 'S-delete', 'f12', 'f1', 'S-tab']);
  });

  test('come in pieces, and one after the other', () => {
    expect(keysOf('\x1b', '[', '1', ';', '5', 'D')).toEqual(['C-left']);
    expect(keysOf('ab\x1b[Ac')).toEqual(['a', 'b', 'up', 'c']);
  });

  test('an escape alone is a key when nothing follows in time', async () => {
    const input = new Terminal();
    const names: unknown[] = [];
    readline.emitKeypressEvents(input as never, { escapeCodeTimeout: 5 });
    input.on('keypress', (_text: unknown, key: { name: string }) => names.push(key.name));
    await runGuest(() => input.type('\x1b'));
    expect(names).toEqual(['escape']);
  });
});

describe('editing', () => {
  test.each([
    ['abc\x1b[D\x1b[DX', 'aXbc', 2],
    ['abc\x01X\x05Y', 'XabcY', 5],
    ['abc\x7f\x7f', 'a', 1],
    ['abc\x1b[D\x1b[3~', 'ab', 2],
    ['one two three\x17', 'one two ', 8],
    ['one two\x1b[1;5D\x0b', 'one ', 4],
    ['one two\x1b[1;5D\x15', 'two', 0],
    ['one two\x1bb\x1bb\x1bd', 'two', 0],
    ['one two\x15\x19\x19', 'one twoone two', 14],
    ['a💚b\x7f\x7f', 'a', 1],
    ['abc\x1f', 'ab', 2],
    ['abc\x1f\x1f\x1e', 'ab', 2],
  ])('%j gives %j', (keys, line, cursor) => {
    const { terminal, rl } = open();
    for (const key of keys.match(/\x1b\[[\d;]*[A-Za-z~]|\x1b.|./gsu) ?? []) terminal.type(key);
    expect([rl.line, rl.cursor]).toEqual([line, cursor]);
  });

  test('shows the line anew where it must', () => {
    const { terminal, rl } = open({ prompt: '> ' });
    terminal.type('abc');
    terminal.shown = '';
    rl.write(null, { name: 'left' });
    terminal.type('X');
    expect(terminal.shown).toBe('\x1b[1D\x1b[1G\x1b[0J> abXc\x1b[6G');
    expect(rl.getCursorPos()).toEqual({ rows: 0, cols: 5 });
  });

  test('knows wide characters, tabs and the width of the terminal', () => {
    const { rl, terminal } = open({ prompt: '' });
    terminal.columns = 10;
    terminal.type('中文'.repeat(3));
    expect(rl.getCursorPos()).toEqual({ rows: 1, cols: 2 });
    rl.write(null, { ctrl: true, name: 'u' });
    rl.line = '\tx';
    rl.cursor = 2;
    expect(rl.getCursorPos()).toEqual({ rows: 0, cols: 9 });
  });
});

describe('the history', () => {
  test('goes back and forth, by what the line begins with', () => {
    const { terminal, rl } = open();
    for (const line of ['git add', 'ls', 'git commit']) terminal.type(`${line}\r`);
    expect(rl.history).toEqual(['git commit', 'ls', 'git add']);
    const shown = (key: string) => {
      terminal.type(key);
      return rl.line;
    };
    expect(['\x1b[A', '\x1b[A', '\x1b[A', '\x1b[B'].map(shown)).toEqual(['git commit', 'ls', 'git add', 'ls']);
    terminal.type('\r').type('git');
    expect(['\x1b[A', '\x1b[A', '\x1b[A', '\x1b[B'].map(shown)).toEqual(['git commit', 'git add', 'git', 'git add']);
  });

  test('has a size, no empty lines, and drops duplicates on request', () => {
    const { terminal, rl } = open({ historySize: 2, removeHistoryDuplicates: true });
    for (const line of ['a', ' ', 'b', 'a', 'c']) terminal.type(`${line}\r`);
    expect(rl.history).toEqual(['c', 'a']);
    expect(() => open({ historySize: -1 })).toThrow(expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }));
    expect(() => open({ history: 'x' })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  });
});

describe('completion', () => {
  test('inserts the common part, then lists on the second Tab', () => {
    const completer = (line: string) =>
      [['start', 'stop', 'status'].filter((word) => word.startsWith(line)), line] as const;
    const { terminal, rl } = open({ completer });
    terminal.type('s').type('\t');
    expect(rl.line).toBe('st');
    terminal.type('\t');
    expect(terminal.shown).toContain('\r\nstart   stop    status\r\n\r\n');
  });

  test('of the promise kind may fail', async () => {
    const terminal = new Terminal();
    const completer = () => Promise.reject(new Error('no idea'));
    const rl = promises.createInterface({ input: terminal, output: terminal, terminal: true, completer });
    terminal.type('x').type('\t');
    await new Promise((resolve) => setImmediate(resolve));
    expect(terminal.shown).toContain('Tab completion error: Error: no idea');
    rl.close();
  });
});

describe('questions', () => {
  test('take the next line', () => {
    const { terminal, rl, lines } = open({ prompt: '$ ' });
    const answers: string[] = [];
    rl.question('Name? ', (answer: string) => answers.push(answer));
    expect(terminal.shown).toContain('Name? ');
    terminal.type('me\r').type('next\r');
    expect([answers, lines, rl.getPrompt()]).toEqual([['me'], ['next'], '$ ']);
  });

  test('can be aborted', async () => {
    const { terminal, rl, lines } = open();
    const controller = new AbortController();
    rl.question('? ', { signal: controller.signal }, () => expect.unreachable());
    controller.abort();
    terminal.type('a line\r');
    expect(lines).toEqual(['a line']);
    const other = promises.createInterface({ input: terminal, output: terminal, terminal: true });
    await expect(other.question('? ', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    const asked = other.question('? ');
    terminal.type('\x03');
    await expect(asked).rejects.toThrow('Aborted with Ctrl+C');
    expect(other.closed).toBe(true);
  });
});

describe('control sequences', () => {
  test('are written with their callbacks', async () => {
    const terminal = new Terminal();
    const called: unknown[] = [];
    await runGuest(() => {
      readline.cursorTo(terminal as never, 1, 2);
      readline.cursorTo(terminal as never, 3);
      readline.moveCursor(terminal as never, -1, 2);
      readline.clearLine(terminal as never, 0);
      readline.clearScreenDown(terminal as never);
      readline.moveCursor(terminal as never, 0, 0, (error: unknown) => called.push(error));
    });
    expect(terminal.shown).toBe('\x1b[3;2H\x1b[4G\x1b[1D\x1b[2B\x1b[2K\x1b[0J');
    expect(called).toEqual([null]);
    expect(() => readline.cursorTo(terminal as never, Number.NaN)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
    expect(() => readline.cursorTo(terminal as never, 'a', 1)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CURSOR_POS' }),
    );
  });

  test('are collected by Readline', async () => {
    let shown = '';
    const stream = {
      write(text: string, done: () => void): boolean {
        shown += text;
        done();
        return true;
      },
    };
    const writer = new promises.Readline(stream);
    writer.cursorTo(0, 0).clearLine(1).rollback().moveCursor(1, 0).clearScreenDown();
    expect(shown).toBe('');
    await writer.commit();
    expect(shown).toBe('\x1b[1C\x1b[0J');
    expect(() => new promises.Readline({})).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  });
});
