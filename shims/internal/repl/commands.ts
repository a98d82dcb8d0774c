/** The commands of a REPL. https://nodejs.org/api/repl.html#commands-and-special-keys */
import { readFileSync, statSync, writeFileSync } from '../../fs.ts';
import type { ReplServer } from './server.ts';

/** A command: what `.help` says, and what it does. */
export interface Command {
  help?: string | undefined;
  action: (this: ReplServer, text: string) => void;
}

function failedTo(repl: ReplServer, what: string, file: string): void {
  repl.put(`Failed to ${what}: ${file}\n`);
}

/** Back to one line at a time. */
export function leaveEditor(repl: ReplServer): void {
  repl.editorMode = false;
  repl.setInitialPrompt();
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  break: {
    help: 'Sometimes you get stuck, this gets you out',
    action() {
      this.clearBufferedCommand();
      this.displayPrompt();
    },
  },
  clear: {
    help: 'Break, and also clear the local context',
    action() {
      this.clearBufferedCommand();
      if (!this.useGlobal) {
        this.put('Clearing context...\n');
        this.resetContext();
      }
      this.displayPrompt();
    },
  },
  exit: {
    help: 'Exit the REPL',
    action() {
      this.close();
    },
  },
  help: {
    help: 'Print this help message',
    action() {
      const names = Object.keys(this.commands).sort();
      const longest = Math.max(...names.map((name) => name.length));
      for (const name of names) {
        const { help } = this.commands[name] as Command;
        const spaces = ' '.repeat(longest - name.length + 3);
        this.put(`.${name}${help ? spaces + help : ''}\n`);
      }
      this.put('\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n');
      this.displayPrompt();
    },
  },
  save: {
    help: 'Save all evaluated commands in this REPL session to a file',
    action(file) {
      try {
        if (file === '') this.put('The "file" argument must be specified\n');
        else {
          writeFileSync(file, this.lines.join('\n'));
          this.put(`Session saved to: ${file}\n`);
        }
      } catch {
        failedTo(this, 'save', file);
      }
      this.displayPrompt();
    },
  },
  load: {
    help: 'Load JS from a file into the REPL session',
    action(file) {
      try {
        if (file === '') {
          this.put('The "file" argument must be specified\n');
        } else if (statSync(file)?.isFile()) {
          this.load(readFileSync(file, 'utf8') as string);
        } else this.put(`Failed to load: ${file} is not a valid file\n`);
      } catch {
        failedTo(this, 'load', file);
      }
      this.displayPrompt();
    },
  },
  editor: {
    help: 'Enter editor mode',
    action() {
      this.editorMode = true;
      this.hidePrompt();
      this.put('// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n');
    },
  },
};
