import { assertEquals, assertRejects } from "@std/assert";
import { FRAME, frame } from "../../../backends/grpc/frame.ts";
import {
  FRAME_BYTES_MAX,
  FrameReader,
} from "../../../backends/grpc/frame_reader.ts";
import { H2Error } from "../../../backends/grpc/h2_payload.ts";
import { StreamEnded } from "../../../backends/grpc/h2_stream.ts";

/** Gives `bytes` in pieces of `most`, then the end. */
function readerOf(bytes: Uint8Array, most: number): FrameReader {
  let at = 0;
  return new FrameReader((into) => {
    const piece = bytes.subarray(at, at + Math.min(most, into.length));
    at += piece.length;
    into.set(piece);
    return Promise.resolve(piece.length === 0 ? null : piece.length);
  });
}

Deno.test("frames come out whole, however they were cut", async () => {
  const payloads = [1, 0, 5, FRAME_BYTES_MAX, 70_000, FRAME_BYTES_MAX]
    .map((length, at) => new Uint8Array(length).fill(at));
  const frames = payloads.map((payload, at) =>
    frame({ kind: FRAME.data, flags: 0, stream: at }, payload)
  );
  const bytes = await new Blob(frames).bytes();
  for (const most of [7, 4096, 1 << 20]) {
    const reader = readerOf(bytes, most);
    for (const [at, payload] of payloads.entries()) {
      const { head, payload: found } = await reader.next();
      assertEquals([head.stream, found.length], [at, payload.length]);
      assertEquals(found.every((byte) => byte === at), true);
    }
    await assertRejects(() => reader.next(), StreamEnded);
  }
});

Deno.test("a frame that is too long is refused before it is read", async () => {
  const head = frame({ kind: FRAME.data, flags: 0, stream: 1 });
  new DataView(head.buffer).setUint32(0, (FRAME_BYTES_MAX + 1) << 8);
  await assertRejects(() => readerOf(head, 99).next(), H2Error);
});
