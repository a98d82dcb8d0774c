/** Progress of a long step: one line that changes, on a terminal; nothing when standard error is piped. */
import { styleText } from 'node:util';

const LABELS: Readonly<Record<string, string>> = {
  bundle: 'Bundling',
  componentize: 'Making the component',
  transpile: 'Transpiling',
  compile: 'Compiling',
  describe: 'Reading its tools',
};

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR_LINE = '\r\u001b[K';

/** See the file's head. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #timer: NodeJS.Timeout | undefined;
  #label = '';
  #frame = 0;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** A step begins. */
  step(name: string): void {
    if (!this.#stream.isTTY) return;
    this.#label = LABELS[name] ?? '';
    if (this.#label === '') return;
    this.#timer ??= setInterval(() => this.#draw(), 80).unref();
    this.#draw();
  }

  #draw(): void {
    const frame = FRAMES[this.#frame++ % FRAMES.length] ?? '';
    this.#stream.write(`${CLEAR_LINE}${styleText('cyan', frame)} ${this.#label} …`);
  }

  /** Takes the line away. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stream.write(CLEAR_LINE);
  }
}
