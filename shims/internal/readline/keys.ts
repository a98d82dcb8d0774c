/** The keys behind what a terminal sends. */
import { ESCAPE } from './ansi.ts';
import { charLengthAt } from './text.ts';

/** A key, as the event `keypress` tells it. */
export interface Key {
  sequence: string;
  name: string | undefined;
  ctrl: boolean;
  meta: boolean;
  shift: boolean;
  code?: string;
}

/** The sequences of each key, without the escape: xterm, GNOME, rxvt, PuTTY and Cygwin. */
const KEYS =
  'f1 [P OP [11~ [[A|f2 [Q OQ [12~ [[B|f3 [R OR [13~ [[C|f4 [S OS [14~ [[D|f5 [[E [15~|f6 [17~|f7 [18~|f8 [19~|f9 [20~|' +
  'f10 [21~|f11 [23~|f12 [24~|paste-start [200~|paste-end [201~|up [A OA|down [B OB|right [C OC|left [D OD|clear [E OE|' +
  'end [F OF [4~ [8~|home [H OH [1~ [7~|insert [2~|delete [3~|pageup [5~ [[5~|pagedown [6~ [[6~';
const SHIFTED =
  'up [a|down [b|right [c|left [d|clear [e|insert [2$|delete [3$|pageup [5$|pagedown [6$|home [7$|end [8$|tab [Z';
const CONTROLLED =
  'up Oa|down Ob|right Oc|left Od|clear Oe|insert [2^|delete [3^|pageup [5^|pagedown [6^|home [7^|end [8^';

interface KnownKey {
  name: string;
  modifier?: 'shift' | 'ctrl';
}

let known: Map<string, KnownKey> | undefined;

function knownKeys(): Map<string, KnownKey> {
  if (known === undefined) {
    known = new Map();
    const tables: [string, KnownKey['modifier']][] = [
      [KEYS, undefined],
      [SHIFTED, 'shift'],
      [CONTROLLED, 'ctrl'],
    ];
    for (const [table, modifier] of tables) {
      for (const entry of table.split('|')) {
        const [name = '', ...codes] = entry.split(' ');
        for (const code of codes) known.set(code, modifier === undefined ? { name } : { name, modifier });
      }
    }
  }
  return known;
}

/** Simple keys: what they send without an escape. */
const NAMED: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  [ESCAPE]: 'escape',
  ' ': 'space',
};

/** A whole sequence behind the escapes: `O`, a modifier, a letter; or `[`, numbers, a letter or sign. */
const WHOLE_SEQUENCE = /^(?:O(?:\d.|\D)|\[(?!\[$)\[?(?:\d{3}[^;]|\d{0,2}[^\d;]|(?:\d{3}|\d{0,2});(?:\d.|\D)))$/su;

/** Puts characters together to keys. */
export class KeyParser {
  readonly #emit: (text: string | undefined, key: Key) => void;
  #pending = '';

  /** @param emit gets what the key types, and the key */
  constructor(emit: (text: string | undefined, key: Key) => void) {
    this.#emit = emit;
  }

  /** Takes one character; the empty string says that no more of a sequence came in time. */
  feed(char: string): void {
    const sequence = this.#pending + char;
    this.#pending = '';
    if (char !== '' && isPart(sequence)) {
      this.#pending = sequence;
      return;
    }
    const escaped = sequence.startsWith(ESCAPE);
    const key = toKey(sequence, escaped, char);
    if (sequence !== '' && (key.name !== undefined || escaped)) this.#emit(escaped ? undefined : sequence, key);
    else if (charLengthAt(sequence, 0) === sequence.length) this.#emit(sequence, key);
  }

  /** Forgets an unfinished sequence. */
  reset(): void {
    this.#pending = '';
  }
}

/** The sequence without the one or two escapes that mean the same. */
function withoutEscapes(sequence: string): string {
  return sequence.replace(/^\x1b\x1b?/, '');
}

function isPart(sequence: string): boolean {
  if (sequence === ESCAPE || sequence === ESCAPE + ESCAPE) return true;
  if (!sequence.startsWith(ESCAPE)) return false;
  const rest = withoutEscapes(sequence);
  return (rest[0] === 'O' || rest[0] === '[') && !WHOLE_SEQUENCE.test(rest);
}

function toKey(sequence: string, escaped: boolean, last: string): Key {
  const key: Key = { sequence, name: undefined, ctrl: false, meta: false, shift: false };
  const rest = withoutEscapes(sequence);
  if (escaped && rest.length > 1) {
    applySequence(key, rest);
    return key;
  }
  if (NAMED[last] !== undefined) {
    key.name = NAMED[last];
    key.meta = escaped;
  } else if (!escaped && last <= '\x1a') {
    key.name = String.fromCharCode(last.charCodeAt(0) + 0x60);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(last)) {
    key.name = last.toLowerCase();
    key.shift = last !== key.name;
    key.meta = escaped;
  } else if (escaped) {
    key.name = last === '' ? 'escape' : undefined;
    key.meta = true;
  }
  return key;
}

/** Reads a sequence such as `[24;5~`: the code `[24~` with the modifiers 5. */
function applySequence(key: Key, sequence: string): void {
  let code = sequence;
  let modifier = 0;
  const single = /^O(\d)(.)$/s.exec(sequence);
  const numbered = /^(\[\[?)(\d\d?)(?:;(\d))?([~^$])$/.exec(sequence);
  const lettered = /^(\[\[?)(?:(?:\d;)?(\d))?([A-Za-z])$/.exec(sequence);
  if (single !== null) {
    code = `O${single[2]}`;
    modifier = Number(single[1]) - 1;
  } else if (numbered !== null) {
    code = `${numbered[1]}${numbered[2]}${numbered[4]}`;
    modifier = Number(numbered[3] ?? 1) - 1;
  } else if (lettered !== null) {
    code = `${lettered[1]}${lettered[3]}`;
    modifier = Number(lettered[2] ?? 1) - 1;
  }
  // One more than the sum of Shift 1, left Alt 2, Ctrl 4 and right Alt 8.
  key.ctrl = (modifier & 4) !== 0;
  key.meta = (modifier & 10) !== 0;
  key.shift = (modifier & 1) !== 0;
  key.code = code;
  const found = knownKeys().get(code);
  key.name = found?.name ?? 'undefined';
  if (found?.modifier !== undefined) key[found.modifier] = true;
}
