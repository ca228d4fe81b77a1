import { assertEquals } from "@std/assert";
import { sameBytes } from "../../backends/conformance/promise.ts";
import {
  bodyChunks,
  chunkStream,
  readStream,
  STREAM_CHUNK_BYTES,
} from "../../backends/stream.ts";

Deno.test("readStream() undoes chunkStream() at every edge of a chunk", async () => {
  for (const more of [-1, 0, 1]) {
    const bytes = new Uint8Array(STREAM_CHUNK_BYTES + more).fill(7);
    const back = await readStream(chunkStream(bytes));
    sameBytes(back, bytes, "What was streamed");
  }
  assertEquals((await readStream(chunkStream(new Uint8Array()))).length, 0);
});

Deno.test("readStream() takes what comes, whatever was promised", async () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, at) => at);
  const flow = () =>
    ReadableStream.from([
      bytes.subarray(0, 60),
      new Uint8Array(),
      bytes.subarray(60, 90),
      bytes.subarray(90),
    ]);
  for (const promised of [0, 1, 60, 89, 99, 100, 101, 5000, 2 ** 52]) {
    const found = await readStream(flow(), promised);
    assertEquals(found, bytes, `${promised} promised`);
    assertEquals(found.buffer.byteLength, 100);
  }
  assertEquals(await readStream(ReadableStream.from([]), 9), new Uint8Array());
});

Deno.test("readStream() keeps no memory that the stream uses again", async () => {
  for (const promised of [0, 2, 4]) {
    const chunk = new Uint8Array(2);
    let turn = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (turn === 2) return controller.close();
        chunk.fill(++turn);
        controller.enqueue(chunk);
      },
    }, { highWaterMark: 0 });
    assertEquals([...await readStream(stream, promised)], [1, 1, 2, 2]);
  }
});

Deno.test("bodyChunks() cancels a body that nobody reads to its end", async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1)),
    cancel: () => {
      isCancelled = true;
    },
  });
  const attempt = { url: "mem:", operation: "put", key: "k" };
  for await (const _ of bodyChunks(attempt, body)) break;
  assertEquals(isCancelled, true);
});
