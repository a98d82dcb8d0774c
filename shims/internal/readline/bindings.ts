/**
 * What each key does.
 *
 * https://nodejs.org/api/readline.html#tty-keybindings
 */
import { AbortError } from '../errors.ts';
import { clearScreenDown, cursorTo } from './cursor.ts';
import type { InterfaceBase } from './interface.ts';
import type { Key } from './keys.ts';
import { charLengthAt, charLengthLeft } from './text.ts';

type Action = (rl: InterfaceBase) => void;

function left(rl: InterfaceBase): void {
  rl._moveCursor(-charLengthLeft(rl.line, rl.cursor));
}

function right(rl: InterfaceBase): void {
  rl._moveCursor(charLengthAt(rl.line, rl.cursor));
}

const toStart: Action = (rl) => rl._moveCursor(Number.NEGATIVE_INFINITY);
const toEnd: Action = (rl) => rl._moveCursor(Number.POSITIVE_INFINITY);

function interrupt(rl: InterfaceBase): void {
  if (rl.listenerCount('SIGINT') > 0) {
    rl.emit('SIGINT');
    return;
  }
  rl.close();
  rl._questionReject?.(new AbortError('Aborted with Ctrl+C'));
}

function endOfInput(rl: InterfaceBase): void {
  if (rl.cursor === 0 && rl.line.length === 0) {
    rl.close();
    rl._questionReject?.(new AbortError('Aborted with Ctrl+D'));
  } else {
    rl._deleteRight();
  }
}

function clearScreen(rl: InterfaceBase): void {
  cursorTo(rl.output, 0, 0);
  clearScreenDown(rl.output);
  rl._refreshLine();
}

const CONTROL: Readonly<Record<string, Action>> = {
  c: interrupt,
  d: endOfInput,
  h: (rl) => rl._deleteLeft(),
  u: (rl) => rl._deleteLineLeft(),
  k: (rl) => rl._deleteLineRight(),
  a: toStart,
  e: toEnd,
  b: left,
  f: right,
  l: clearScreen,
  n: (rl) => rl._historyNext(),
  p: (rl) => rl._historyPrev(),
  y: (rl) => rl._yank(),
  // An instance has no job control: only who listens is told.
  z: (rl) => rl.emit('SIGTSTP'),
  w: (rl) => rl._deleteWordLeft(),
  backspace: (rl) => rl._deleteWordLeft(),
  delete: (rl) => rl._deleteWordRight(),
  left: (rl) => rl._wordLeft(),
  right: (rl) => rl._wordRight(),
};

const CONTROL_SHIFT: Readonly<Record<string, Action>> = {
  backspace: (rl) => rl._deleteLineLeft(),
  delete: (rl) => rl._deleteLineRight(),
};

const META: Readonly<Record<string, Action>> = {
  b: (rl) => rl._wordLeft(),
  f: (rl) => rl._wordRight(),
  d: (rl) => rl._deleteWordRight(),
  delete: (rl) => rl._deleteWordRight(),
  backspace: (rl) => rl._deleteWordLeft(),
  y: (rl) => rl._yankPop(),
};

const PLAIN: Readonly<Record<string, Action>> = {
  backspace: (rl) => rl._deleteLeft(),
  delete: (rl) => rl._deleteRight(),
  left,
  right,
  home: toStart,
  end: toEnd,
  up: (rl) => rl._historyPrev(),
  down: (rl) => rl._historyNext(),
};

function actionOf(table: Readonly<Record<string, Action>>, name: string | undefined): Action | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Goes into the history by what the line begins with, and out of it at any other key. */
function updateSearch(rl: InterfaceBase, { name, ctrl, meta, shift }: Partial<Key>): void {
  if ((name === 'up' || name === 'down') && !ctrl && !meta && !shift) {
    rl._search ??= rl.line.slice(0, rl.cursor);
  } else if (rl._search !== null) {
    rl._search = null;
    if (rl.history.length === rl.historyIndex) rl.historyIndex = -1;
  }
}

/** Does what a key is for; `text` is what it types. */
export function handleKey(rl: InterfaceBase, text: string | undefined, key: Partial<Key>): void {
  const previous = rl._previousKey;
  rl._previousKey = key;
  const { name, ctrl, meta, shift, sequence } = key;
  if (!meta || name !== 'y') rl._yanking = false;
  updateSearch(rl, key);
  if (sequence?.startsWith('\x1f')) rl._undo();
  else if (sequence?.startsWith('\x1e')) rl._redo();
  else if (name === 'escape') return;
  else if (ctrl) actionOf(shift ? CONTROL_SHIFT : CONTROL, name)?.(rl);
  else if (meta) actionOf(META, name)?.(rl);
  else if (!rl._handleReturn(name)) {
    const action = actionOf(PLAIN, name);
    if (action !== undefined) action(rl);
    else if (name === 'tab' && typeof rl.completer === 'function' && rl.isCompletionEnabled) {
      rl._tabComplete(previous?.name === 'tab');
    } else if (text) rl._typeText(text);
  }
}

/** {@link handleKey} for a terminal that knows no control sequences. */
export function handleDumbKey(rl: InterfaceBase, text: string | undefined, key: Partial<Key>): void {
  const { name, ctrl } = key;
  if (name === 'escape') return;
  if (ctrl && name === 'c') interrupt(rl);
  else if (ctrl && name === 'd') rl.close();
  else if (!rl._handleReturn(name) && text) {
    rl.line += text;
    rl.cursor += text.length;
    rl._writeToOutput(text);
  }
}
