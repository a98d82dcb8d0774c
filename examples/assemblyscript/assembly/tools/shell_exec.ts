/** `shell_exec`: runs a shell command and returns its output and exit code. */
import { Child, ExitStatus, spawnLine } from '../abi/child-process';
import { InputStream, OutputStream } from '../abi/io';
import { getEnvironment } from '../abi/system';
import { described, resolve } from '../abi/tool-host';
import { Kind, parse, Value } from '../json/parse';
import { JsonObject, quoted } from '../json/write';
import { Capture } from '../lib/bytes';
import { Failure, failureOf, streamFailure } from '../lib/failure';
import '../lib/abort';
import { Input } from '../lib/input';
import { clearTimer, setTimer, Timer, Watcher } from '../lib/loop';

export { cabi_realloc } from '../abi/memory';
export { turn } from '../lib/loop';

const READ_SIZE: i32 = 65536;
const SCHEMA: string =
  '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{' +
  '"command":{"type":"string","minLength":1,"description":"The command line, for /bin/sh"},' +
  '"cwd":{"description":"Working directory","type":"string"},' +
  '"env":{"description":"Environment variables to add","type":"object","propertyNames":{"type":"string"},"additionalProperties":{"type":"string"}},' +
  '"stdin":{"description":"Text for standard input","type":"string"},' +
  '"timeout_ms":{"default":30000,"description":"Time limit in milliseconds","type":"integer","exclusiveMinimum":0,"maximum":600000},' +
  '"max_output_bytes":{"default":1048576,"description":"Most bytes kept of each stream","type":"integer","exclusiveMinimum":0,"maximum":9007199254740991},' +
  '"encoding":{"default":"utf8","description":"How the output is returned","type":"string","enum":["utf8","base64"]}},' +
  '"required":["command","timeout_ms","max_output_bytes","encoding"],"additionalProperties":false}';

export function describe(): void {
  described('shell_exec', 'Runs a shell command and returns its output and exit code.', SCHEMA);
}

export function invoke(name: usize, nameLength: i32, input: usize, inputLength: i32): void {
  const tool = String.UTF16.decodeUnsafe(name, <usize>nameLength << 1);
  const given = parse(String.UTF16.decodeUnsafe(input, <usize>inputLength << 1));
  heap.free(name);
  heap.free(input);
  if (tool == 'shell_exec') start(given);
  else new Failure('UnknownToolError', "There is no tool '" + tool + "' in this component").withCode('ERR_UNKNOWN_TOOL').reject();
}

function start(given: Value): void {
  const input = new Input(given);
  const command = input.string('command', 1);
  const cwd = input.optionalString('cwd');
  const env = input.optionalRecord('env');
  const stdin = input.optionalString('stdin');
  const timeout = input.positiveInteger('timeout_ms', 600000, 30000);
  const limit = input.positiveInteger('max_output_bytes', 0, 1048576);
  const base64 = input.isBase64('encoding');
  const wrong = input.failure;
  if (wrong !== null) return wrong.reject();

  const spawned = spawnLine(command, cwd, env === null ? null : merged(getEnvironment(), env));
  const child = spawned.child;
  const error = spawned.error;
  if (child === null) {
    const failure = failureOf(error!);
    if (failure.code != 'ERR_ACCESS_DENIED') failure.properties.raw('spawnargs', '["-c",' + quoted(command) + ']');
    return failure.reject();
  }
  const run = new Run(child, limit, base64);
  setTimer(run, timeout);
  run.begin(stdin === null ? '' : stdin);
}

/** `added` over `own`. */
function merged(own: string[][], added: string[][]): string[][] {
  const result: string[][] = [];
  for (let i = 0; i < own.length; i++) {
    let kept = true;
    for (let j = 0; j < added.length; j++) if (added[j][0] == own[i][0]) kept = false;
    if (kept) result.push(own[i]);
  }
  return result.concat(added);
}

/** A command that runs. */
class Run extends Timer {
  private stdout: Output;
  private stderr: Output;
  private end: End;
  private stdin: Feed | null = null;
  private timedOut: bool = false;
  private answered: bool = false;

  constructor(private child: Child, limit: f64, private base64: bool) {
    super();
    this.stdout = new Output(limit);
    this.stderr = new Output(limit);
    this.end = new End(child);
  }

  begin(input: string): void {
    this.stdout.begin(this, this.child.input(1)!);
    this.stderr.begin(this, this.child.input(2)!);
    this.end.begin(this);
    const feed = new Feed(input, this.child.output(0)!);
    this.stdin = feed;
    feed.begin(this);
  }

  onTime(): void {
    this.timedOut = true;
    this.child.kill('SIGKILL');
  }

  fail(failure: Failure): void {
    if (this.answered) return;
    this.release();
    failure.reject();
  }

  /** Answers when both streams and the child have ended. */
  settle(): void {
    const status = this.end.status;
    if (this.answered || status === null || !this.stdout.ended || !this.stderr.ended) return;
    this.release();
    const answer = new JsonObject()
      .string('stdout', this.stdout.kept.text(this.base64))
      .string('stderr', this.stderr.kept.text(this.base64));
    if (status.hasCode) answer.integer('exit_code', status.code);
    else answer.raw('exit_code', 'null');
    answer
      .optional('signal', status.signal)
      .flag('timed_out', this.timedOut)
      .flag('truncated', this.stdout.kept.truncated || this.stderr.kept.truncated);
    resolve(answer.toString());
  }

  /** Gives back what it holds. */
  private release(): void {
    this.answered = true;
    clearTimer();
    const stdin = this.stdin;
    if (stdin !== null) stdin.close();
    this.stdout.close();
    this.stderr.close();
    this.end.unwatch();
    this.child.drop();
  }
}

/** One of the child's outputs. */
class Output extends Watcher {
  ended: bool = false;
  kept: Capture;
  private run: Run | null = null;
  private stream: InputStream | null = null;

  constructor(limit: f64) {
    super();
    this.kept = new Capture(limit);
  }

  begin(run: Run, stream: InputStream): void {
    this.run = run;
    this.stream = stream;
    this.watch(stream.subscribe());
  }

  onReady(): void {
    const stream = this.stream!;
    for (;;) {
      const chunk = stream.read(READ_SIZE);
      if (chunk === null) break;
      if (chunk.length == 0) return;
      this.kept.add(chunk);
    }
    const error = stream.error!;
    this.ended = true;
    this.close();
    if (error.closed) this.run!.settle();
    else this.run!.fail(streamFailure(error));
  }

  close(): void {
    this.unwatch();
    const stream = this.stream;
    if (stream !== null) stream.drop();
    this.stream = null;
  }
}

/** What goes into the child. */
class Feed extends Watcher {
  private bytes: ArrayBuffer;
  private at: i32 = 0;
  private run: Run | null = null;
  private stream: OutputStream | null;

  constructor(text: string, stream: OutputStream) {
    super();
    this.bytes = String.UTF8.encode(text);
    this.stream = stream;
  }

  begin(run: Run): void {
    this.run = run;
    this.watch(this.stream!.subscribe());
    this.onReady();
  }

  onReady(): void {
    const stream = this.stream!;
    let room = stream.checkWrite();
    while (this.at < this.bytes.byteLength) {
      if (room == 0) return;
      if (room < 0) return this.failed(stream);
      const count = <i32>min(room, <i64>(this.bytes.byteLength - this.at));
      room = stream.write(changetype<usize>(this.bytes) + <usize>this.at, count);
      this.at += count;
    }
    if (room < 0) return this.failed(stream);
    stream.end();
    this.close();
  }

  close(): void {
    this.unwatch();
    const stream = this.stream;
    if (stream !== null) stream.drop();
    this.stream = null;
  }

  /** A command that does not read its input closes the pipe: that is no failure. */
  private failed(stream: OutputStream): void {
    const error = stream.error!;
    this.close();
    if (!error.closed && error.code != 'EPIPE') this.run!.fail(streamFailure(error));
  }
}

/** The child's end. */
class End extends Watcher {
  status: ExitStatus | null = null;
  private run: Run | null = null;

  constructor(private child: Child) {
    super();
  }

  begin(run: Run): void {
    this.run = run;
    this.watch(this.child.subscribe());
  }

  onReady(): void {
    this.status = this.child.exitStatus();
    if (this.status === null) return;
    this.unwatch();
    this.run!.settle();
  }
}
