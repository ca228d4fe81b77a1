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
