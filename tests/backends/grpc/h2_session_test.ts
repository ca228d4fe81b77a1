import { assertEquals, assertThrows } from "@std/assert";
import {
  FRAME,
  frame,
  H2_ERROR,
  PREFACE,
  readFrameHead,
} from "../../../backends/grpc/frame.ts";
import { H2Session } from "../../../backends/grpc/h2_session.ts";
import { StreamEnded } from "../../../backends/grpc/h2_stream.ts";

/** What a server sends to somebody who says `bytes` and leaves. */
async function answerTo(bytes: Uint8Array): Promise<Uint8Array> {
  const sent: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  const session = new H2Session({
    read(into) {
      const piece = bytes.subarray(at, at + into.length);
      at += piece.length;
      into.set(piece);
      return Promise.resolve(piece.length === 0 ? null : piece.length);
    },
    write(piece) {
      sent.push(piece.slice());
      return Promise.resolve(piece.length);
    },
    close() {},
  }, { isClient: false, onStream: (stream) => stream.cancel(H2_ERROR.none) });
  await session.run();
  assertEquals(session.isClosed, true);
  assertThrows(() => session.open(), StreamEnded);
  return await new Blob(sent).bytes();
}

function framesIn(bytes: Uint8Array) {
  const frames: { kind: number; flags: number; payload: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length;) {
    const { kind, flags, length } = readFrameHead(bytes.subarray(at));
    const payload = bytes.slice(at + 9, at + 9 + length);
    frames.push({ kind, flags, payload });
    at += 9 + length;
  }
  return frames;
}

const preface = new TextEncoder().encode(PREFACE);
const after = (...frames: Uint8Array<ArrayBuffer>[]) =>
  new Blob([preface, ...frames]).bytes();

/** The last word of a server, where it is a farewell with a code. */
async function farewell(bytes: Uint8Array): Promise<number | undefined> {
  const last = framesIn(await answerTo(bytes)).at(-1);
  return last?.kind === FRAME.goAway ? last.payload[7] : undefined;
}

Deno.test("a peer that leaves is no mistake, one that speaks HTTP/1 is", async () => {
  assertEquals(await farewell(await after()), undefined);
  const text = "GET / HTTP/1.1\r\nHost: somewhere.example\r\n\r\n";
  assertEquals(await farewell(new TextEncoder().encode(text)), 1);
});

Deno.test("a ping and settings are answered", async () => {
  const ping = frame(
    { kind: FRAME.ping, flags: 0, stream: 0 },
    new Uint8Array(8).fill(7),
  );
  const settings = frame({ kind: FRAME.settings, flags: 0, stream: 0 });
  const frames = framesIn(await answerTo(await after(settings, ping)));
  const acks = frames.filter(({ flags }) => flags === 1);
  assertEquals(acks.map(({ kind }) => kind), [FRAME.settings, FRAME.ping]);
  assertEquals(acks[1]?.payload, new Uint8Array(8).fill(7));
});

Deno.test("what breaks the protocol ends the connection with its code", async () => {
  const at = (kind: number, stream: number, payload?: Uint8Array) =>
    frame({ kind, flags: 4, stream }, payload);
  const cases: [Uint8Array<ArrayBuffer>, number][] = [
    [at(FRAME.push, 1), H2_ERROR.protocol],
    [at(FRAME.headers, 2), H2_ERROR.protocol],
    [at(FRAME.continuation, 1), H2_ERROR.protocol],
    [at(FRAME.headers, 1, Uint8Array.of(0xff)), H2_ERROR.compression],
    [at(FRAME.settings, 0, new Uint8Array(5)), H2_ERROR.frameSize],
    [at(FRAME.window, 0, new Uint8Array(3)), H2_ERROR.frameSize],
  ];
  for (const [bytes, code] of cases) {
    assertEquals(await farewell(await after(bytes)), code);
  }
});
