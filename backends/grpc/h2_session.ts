/**
 * One connection of HTTP/2 in plain text with prior knowledge (RFC 9113), from
 * either side: enough for gRPC, strict about the rest. Goes in: a connection;
 * comes out: streams. No push, no priorities, no upgrade from HTTP/1.
 *
 * Design: of our own, because the runtime's `node:http2` lacks what gRPC needs
 * (it has no settings, and no sockets), and frames of 16 KiB halve the speed.
 */
import {
  FLAG,
  FRAME,
  FRAME_BYTES_DEFAULT,
  type FrameHead,
  H2_ERROR,
  numberPayload,
  PREFACE,
  SETTING,
  settingsPayload,
  WINDOW_BYTES_DEFAULT,
} from "./frame.ts";
import { H2Stream, StreamEnded, type StreamWire } from "./h2_stream.ts";
import { FRAME_BYTES_MAX, FrameReader } from "./frame_reader.ts";
import { HeaderBlocks } from "./header_blocks.ts";
import { FrameWriter } from "./frame_writer.ts";
import { H2Error, padless, readNumber, readSettings } from "./h2_payload.ts";
import { type HeaderList, writeHeaders } from "./hpack.ts";
import { WindowRoom } from "./window_room.ts";

/** The parts of `Deno.Conn` that are used. */
export interface H2Conn {
  read(into: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/**
 * What the peer may send of one stream before we are done with any: the longest
 * message, as less would never make it whole.
 */
export const STREAM_WINDOW_BYTES = (256 + 64 + 4) << 10;
const CONNECTION_WINDOW_BYTES = 2 ** 30;
const STREAMS_MAX = 1024;

export interface SessionOptions {
  readonly isClient: boolean;
  /** Of a server: a request began. Must attach a sink before it returns. */
  readonly onStream?: (stream: H2Stream, headers: HeaderList) => void;
  /** Shared with other connections; one of its own when absent. */
  readonly room?: WindowRoom;
}

/** Made, then `run`. */
export class H2Session implements StreamWire {
  readonly #conn: H2Conn;
  readonly #options: SessionOptions;
  readonly #writer: FrameWriter;
  readonly #streams = new Map<number, H2Stream>();
  readonly #blocks = new HeaderBlocks();
  readonly #room: WindowRoom;
  #nextStream = 1;
  #lastPeer = 0;
  #sendWindow = WINDOW_BYTES_DEFAULT;
  #peerWindow = WINDOW_BYTES_DEFAULT;
  #peerFrameBytes = FRAME_BYTES_DEFAULT;
  #taken = 0;
  #isClosed = false;

  constructor(conn: H2Conn, options: SessionOptions) {
    this.#conn = conn;
    this.#writer = new FrameWriter((bytes) => conn.write(bytes));
    this.#options = options;
    this.#room = options.room ?? new WindowRoom();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Streams that are under way. */
  get streamCount(): number {
    return this.#streams.size;
  }

  /** Sends what begins a connection, and serves it to its end. Never fails. */
  async run(): Promise<void> {
    let reason = "The connection ended";
    try {
      this.#begin();
      await this.#serve();
    } catch (cause) {
      reason = cause instanceof Error ? cause.message : String(cause);
      if (cause instanceof H2Error) {
        const payload = new Uint8Array(8);
        payload.set(numberPayload(this.#lastPeer));
        payload.set(numberPayload(cause.code), 4);
        const parts = { kind: FRAME.goAway, stream: 0, payload };
        await this.#writer.send(parts).catch(() => {});
      }
    } finally {
      this.close(reason);
    }
  }

  /** Ends the connection and fails what is under way; harmless when repeated. */
  close(reason = "The connection was closed here"): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#conn.close();
    } catch {
      // The peer was first.
    }
    for (const stream of this.#streams.values()) {
      stream.fail(new StreamEnded(reason));
    }
  }

  /** A new stream of a client; fails with `StreamEnded` on a closed one. */
  open(): H2Stream {
    if (this.#isClosed) throw new StreamEnded("The connection is closed");
    const stream = new H2Stream(this.#nextStream, this, this.#peerWindow);
    this.#nextStream += 2;
    this.#streams.set(stream.id, stream);
    return stream;
  }

  sendHeaders(
    stream: number,
    headers: HeaderList,
    isLast: boolean,
  ): Promise<void> {
    const flags = FLAG.endHeaders | (isLast ? FLAG.endStream : 0);
    const payload = writeHeaders(headers);
    const kind = FRAME.headers;
    return this.#writer.send({ kind, flags, stream, payload });
  }

  async sendBytes(stream: H2Stream, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (stream.failure !== null) throw stream.failure;
      const room = Math.min(stream.sendWindow, this.#sendWindow);
      if (room <= 0) {
        await new Promise<void>((resolve) => stream.onRoom = resolve);
        stream.onRoom = null;
        continue;
      }
      const length = Math.min(room, this.#peerFrameBytes, bytes.length - at);
      stream.sendWindow -= length;
      this.#sendWindow -= length;
      const payload = bytes.subarray(at, at + length);
      const { id } = stream;
      await this.#writer.send({ kind: FRAME.data, stream: id, payload });
      at += length;
    }
  }

  sendEnd(stream: number): Promise<void> {
    const flags = FLAG.endStream;
    return this.#writer.send({ kind: FRAME.data, flags, stream });
  }

  credit(stream: number, bytes: number): void {
    const payload = numberPayload(bytes);
    this.#writer.quietly({ kind: FRAME.window, stream, payload });
  }

  reset(stream: number, code: number): void {
    const payload = numberPayload(code);
    this.#writer.quietly({ kind: FRAME.reset, stream, payload });
  }

  forget(stream: H2Stream): void {
    this.#streams.delete(stream.id);
    this.#room.narrow(stream);
  }

  #begin(): void {
    const payload = settingsPayload([
      [SETTING.push, 0],
      [SETTING.streams, STREAMS_MAX],
      [SETTING.windowBytes, STREAM_WINDOW_BYTES],
      [SETTING.frameBytes, FRAME_BYTES_MAX],
    ]);
    if (this.#options.isClient) {
      this.#writer.raw(new TextEncoder().encode(PREFACE)).catch(() => {});
    }
    this.#writer.quietly({ kind: FRAME.settings, stream: 0, payload });
    this.credit(0, CONNECTION_WINDOW_BYTES - WINDOW_BYTES_DEFAULT);
  }

  async #serve(): Promise<void> {
    const reader = new FrameReader((into) => this.#conn.read(into));
    if (!this.#options.isClient) {
      const preface = await reader.take(PREFACE.length);
      if (new TextDecoder("latin1").decode(preface) !== PREFACE) {
        throw new H2Error(H2_ERROR.protocol, "The peer speaks no HTTP/2");
      }
    }
    while (!this.#isClosed) {
      const { head, payload } = await reader.next();
      this.#handle(head, payload);
    }
  }

  #handle(head: FrameHead, payload: Uint8Array): void {
    this.#blocks.expect(head);
    switch (head.kind) {
      case FRAME.data:
        return this.#onBytes(head, payload);
      case FRAME.headers:
      case FRAME.continuation:
        return this.#onBlock(head, payload);
      case FRAME.reset:
        return this.#onReset(head, payload);
      case FRAME.settings:
        return this.#onSettings(head, payload);
      case FRAME.ping:
        if ((head.flags & FLAG.ack) === 0) {
          this.#writer.quietly({ ...head, flags: FLAG.ack, payload });
        }
        return;
      case FRAME.window:
        return this.#onWindow(head, payload);
      case FRAME.push:
        throw new H2Error(H2_ERROR.protocol, "A push was not asked for");
    }
  }

  #onBytes(head: FrameHead, payload: Uint8Array): void {
    this.#taken += payload.length;
    if (this.#taken > CONNECTION_WINDOW_BYTES / 2) {
      this.credit(0, this.#taken);
      this.#taken = 0;
    }
    const stream = this.#streams.get(head.stream);
    const isLast = (head.flags & FLAG.endStream) !== 0;
    if (stream === undefined) return;
    const more = isLast ? 0 : this.#room.widen(stream, payload.length);
    if (more > 0) this.credit(stream.id, more);
    stream.tellBytes(padless(head, payload), isLast);
  }

  #onBlock(head: FrameHead, payload: Uint8Array): void {
    const block = this.#blocks.add(head, payload);
    if (block === null) return;
    this.#onHeaders(block.stream, block.headers, block.isLast);
  }

  #onHeaders(id: number, headers: HeaderList, isLast: boolean): void {
    const known = this.#streams.get(id);
    if (known !== undefined) return known.tellHeaders(headers, isLast);
    const { onStream } = this.#options;
    if (onStream === undefined || id <= this.#lastPeer) return;
    if (id % 2 === 0) throw new H2Error(H2_ERROR.protocol, "An even stream");
    this.#lastPeer = id;
    if (this.#streams.size >= STREAMS_MAX) {
      return this.reset(id, H2_ERROR.refused);
    }
    const stream = new H2Stream(id, this, this.#peerWindow);
    this.#streams.set(id, stream);
    onStream(stream, headers);
    if (isLast) stream.tellBytes(new Uint8Array(), true);
  }

  #onReset(head: FrameHead, payload: Uint8Array): void {
    const code = readNumber(payload);
    const failure = new StreamEnded(`The peer gave up with ${code}`, code);
    this.#streams.get(head.stream)?.fail(failure);
  }

  #onSettings(head: FrameHead, payload: Uint8Array): void {
    if ((head.flags & FLAG.ack) !== 0) return;
    for (const [number, value] of readSettings(payload)) {
      if (number === SETTING.frameBytes) this.#peerFrameBytes = value;
      if (number !== SETTING.windowBytes) continue;
      for (const stream of this.#streams.values()) {
        stream.sendWindow += value - this.#peerWindow;
        stream.onRoom?.();
      }
      this.#peerWindow = value;
    }
    const { settings: kind } = FRAME;
    this.#writer.quietly({ kind, flags: FLAG.ack, stream: 0 });
  }

  #onWindow(head: FrameHead, payload: Uint8Array): void {
    const bytes = readNumber(payload) & 0x7fffffff;
    if (head.stream === 0) {
      this.#sendWindow += bytes;
      for (const stream of this.#streams.values()) stream.onRoom?.();
      return;
    }
    const stream = this.#streams.get(head.stream);
    if (stream === undefined) return;
    stream.sendWindow += bytes;
    stream.onRoom?.();
  }
}
