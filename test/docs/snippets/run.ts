/** Runs a snippet in a scratch folder with `tools/`, `examples/` and a git repository. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, type Snippet } from './extract.ts';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** A folder for snippets. */
export class Workplace {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-node-page-')));
  readonly #host: string;

  /** @param host of a server, in place of the pages' `localhost:8080` and `example.com` */
  constructor(host: string) {
    this.#host = host;
    for (const name of ['examples', 'src', 'node_modules', 'package.json']) {
      symlinkSync(join(ROOT, name), join(this.folder, name));
    }
    symlinkSync(join(ROOT, 'examples/tools'), join(this.folder, 'tools'));
    const bin = join(this.folder, '.bin');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'wasi-node'),
      `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'src/cli/index.ts')}" "$@"\n`,
    );
    chmodSync(join(bin, 'wasi-node'), 0o755);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=page', '-c', 'user.email=page@localhost', ...args], { cwd: this.folder });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'The first');
  }

  run(snippet: Snippet): Promise<Ended> {
    return snippet.language === 'sh' ? this.#shell(snippet) : this.#module(snippet);
  }

  #shell({ code }: Snippet): Promise<Ended> {
    const script = code
      .replaceAll('https://example.com/', `http://${this.#host}/page`)
      .replaceAll('example.com', this.#host)
      .replaceAll('localhost:8080', this.#host)
      .split('\n')
      .map(expectExit)
      .join('\n');
    return this.#execute('bash', ['-e', '-o', 'pipefail', '-c', script]);
  }

  #module({ page, language, code, line }: Snippet): Promise<Ended> {
    const file = join(this.folder, `${page.replaceAll('/', '-')}-${line}.m${language}`);
    writeFileSync(file, code);
    const preload = pathToFileURL(join(import.meta.dirname, 'preload.ts')).href;
    return this.#execute(process.execPath, ['--import', preload, file]);
  }

  #execute(command: string, args: string[]): Promise<Ended> {
    const path = [join(this.folder, '.bin'), process.env['PATH']].join(delimiter);
    const options = { cwd: this.folder, env: { ...process.env, PATH: path }, timeout: 120_000 };
    return new Promise((resolve) => {
      execFile(command, args, options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      });
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `command   # exits with 3: why` has to do so. */
function expectExit(line: string): string {
  const [, command, code] = /^(.*?)\s+# exits with (\d+)\b/.exec(line) ?? [];
  if (command === undefined) return line;
  return `ended=0; ${command} || ended=$?; [ "$ended" = ${code} ] || { echo "ended with $ended, not ${code}" >&2; exit 99; }`;
}
