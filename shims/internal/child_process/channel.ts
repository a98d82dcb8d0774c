/**
 * Messages between this instance and a child: `send`, `disconnect`, `channel`, and the events `message` and `disconnect`.
 *
 * https://nodejs.org/api/child_process.html#subprocesssendmessage-sendhandle-options-callback
 */
import { EventEmitter } from '../../events.ts';
import {
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_HANDLE_TYPE,
  ERR_IPC_CHANNEL_CLOSED,
  ERR_IPC_DISCONNECTED,
  ERR_MISSING_ARGS,
} from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateObject } from '../validators.ts';
import { ChannelPipe } from './channel-pipe.ts';
import { type HostEnds, hostEnds } from './pipes.ts';
import { AdvancedCodec, JsonCodec, type MessageCodec } from './serialization.ts';

type SendCallback = (error: Error | null) => void;
type MessageEvent = 'message' | 'internalMessage';

/** What a channel needs of the child that it belongs to, and adds to it. */
export interface ChannelTarget extends InstanceType<typeof EventEmitter> {
  connected: boolean;
  channel?: Control | null | undefined;
  send?: ((message: unknown, handle?: unknown, options?: unknown, callback?: unknown) => boolean) | undefined;
  disconnect?: (() => void) | undefined;
  _maybeClose(): void;
}

/** The most bytes on their way before `send` asks its caller to slow down. */
const HIGH_WATER_MARK = 128 * 1024;

/** `child.channel`: whether the channel keeps the loop alive. */
class Control extends EventEmitter {
  readonly #pipe: ChannelPipe;
  /** Messages that came while nobody listened. */
  pending: [MessageEvent, unknown, undefined][] = [];
  #refs = 0;
  #chosen = false;

  constructor(pipe: ChannelPipe) {
    super();
    this.#pipe = pipe;
  }

  /** One more reason to stay alive, unless the user has chosen. */
  refCounted(): void {
    if (++this.#refs === 1 && !this.#chosen) this.#pipe.ref();
  }

  /** One reason less. */
  unrefCounted(): void {
    if (--this.#refs === 0 && !this.#chosen) this.#pipe.unref();
  }

  ref(): void {
    this.#chosen = true;
    this.#pipe.ref();
  }

  unref(): void {
    this.#chosen = true;
    this.#pipe.unref();
  }
}

/** Messages whose `cmd` begins so are Node's own. */
function isInternal(message: unknown): boolean {
  const cmd = (message as { cmd?: unknown } | null)?.cmd;
  return typeof message === 'object' && typeof cmd === 'string' && cmd.length > 5 && cmd.startsWith('NODE_');
}

/** The channel of one child. */
class Channel {
  readonly #target: ChannelTarget;
  readonly #codec: MessageCodec;
  readonly #pipe: ChannelPipe;
  readonly #control: Control;

  constructor(target: ChannelTarget, ends: HostEnds, codec: MessageCodec) {
    this.#target = target;
    this.#codec = codec;
    this.#pipe = new ChannelPipe(ends, {
      data: (bytes) => this.#receive(bytes),
      end: () => this.#onEnd(),
    });
    this.#control = new Control(this.#pipe);
    target.channel = this.#control;
    target.connected = true;
    target.on('newListener', () => nextTick(() => this.#deliverPending()));
    target.send = (message, handle, options, callback) => this.#send(message, handle, options, callback);
    target.disconnect = () => this.#disconnect();
  }

  #receive(bytes: Uint8Array): void {
    for (const message of this.#codec.decode(bytes)) {
      if (!this.#target.channel) return;
      nextTick(() => this.#emit(isInternal(message) ? 'internalMessage' : 'message', message));
    }
  }

  #emit(event: MessageEvent, message: unknown): void {
    const target = this.#target;
    if (event === 'internalMessage' || target.listenerCount('message') > 0) target.emit(event, message, undefined);
    else this.#control.pending.push([event, message, undefined]);
  }

  #deliverPending(): void {
    const { pending } = this.#control;
    if (pending.length === 0 || !this.#target.channel || this.#target.listenerCount('message') === 0) return;
    this.#control.pending = [];
    for (const item of pending) this.#target.emit(...item);
  }

  /** The other side has closed the channel, by `disconnect` or by ending. */
  #onEnd(): void {
    const target = this.#target;
    if (target.connected) {
      target.connected = false;
      nextTick(() => target.emit('disconnect'));
    }
    target.channel = null;
    this.#pipe.close();
    target._maybeClose();
  }

  #disconnect(): void {
    const target = this.#target;
    if (!target.connected) {
      target.emit('error', new ERR_IPC_DISCONNECTED());
      return;
    }
    target.connected = false;
    target.channel = null;
    let finished = false;
    const finish = () => {
      if (finished) return;
      finished = true;
      this.#pipe.close();
      target.emit('disconnect');
    };
    if (this.#codec.buffering) {
      // The rest of a message is on its way.
      target.once('message', finish);
      target.once('internalMessage', finish);
    } else {
      nextTick(finish);
    }
  }

  #send(message: unknown, handle: unknown, options: unknown, callback: unknown): boolean {
    if (typeof handle === 'function') {
      callback = handle;
      handle = undefined;
      options = undefined;
    } else if (typeof options === 'function') {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, 'options');
    }
    if (!this.#target.connected) {
      this.#report(new ERR_IPC_CHANNEL_CLOSED(), callback);
      return false;
    }
    checkMessage(message);
    if (handle) checkHandle(handle);
    const { swallowErrors } = (options ?? {}) as { swallowErrors?: boolean };
    this.#control.refCounted();
    this.#pipe.write(this.#codec.encode(message), (error) => {
      this.#control.unrefCounted();
      if (error === null) (callback as SendCallback | undefined)?.(null);
      else if (typeof callback === 'function') callback(error);
      else if (!swallowErrors) this.#target.emit('error', error);
    });
    return this.#pipe.queued < HIGH_WATER_MARK;
  }

  #report(error: Error, callback: unknown): void {
    if (typeof callback === 'function') nextTick(callback as SendCallback, error);
    else nextTick(() => this.#target.emit('error', error));
  }
}

function checkMessage(message: unknown): void {
  if (message === undefined) throw new ERR_MISSING_ARGS('message');
  const type = typeof message;
  if (type !== 'string' && type !== 'object' && type !== 'number' && type !== 'boolean') {
    throw new ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
  }
}

/** A descriptor of the host never leaves it: what Node would send is refused by name, the rest as Node refuses it. */
function checkHandle(handle: unknown): never {
  const { listen, bind } = handle as { listen?: unknown; bind?: unknown };
  if (hostEnds(handle) !== undefined || typeof listen === 'function' || typeof bind === 'function') {
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('subprocess.send() with a handle');
  }
  throw new ERR_INVALID_HANDLE_TYPE();
}

/**
 * Gives a child its message channel.
 *
 * @param ends the guest's ends of the channel; none where the child did not start
 * @param advanced whether the frames are V8's instead of JSON
 */
export function openChannel(target: ChannelTarget, ends: HostEnds, advanced: boolean): void {
  new Channel(target, ends, advanced ? new AdvancedCodec() : new JsonCodec());
}
