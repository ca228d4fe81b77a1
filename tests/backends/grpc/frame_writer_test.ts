import { assertEquals, assertRejects } from "@std/assert";
import { FRAME, readFrameHead } from "../../../backends/grpc/frame.ts";
import { FrameWriter } from "../../../backends/grpc/frame_writer.ts";

Deno.test("frames stay whole and in order where a socket takes a few bytes", async () => {
  const sent: number[] = [];
  const writer = new FrameWriter(async (bytes) => {
    await Promise.resolve();
    const taken = bytes.subarray(0, 1000);
    sent.push(...taken);
    return taken.length;
  });
  const sizes = [0, 3, 5000, 1, 20_000];
  await Promise.all(sizes.map((size, stream) =>
    writer.send({
      ...{ kind: FRAME.data, stream },
      payload: new Uint8Array(size).fill(stream),
    })
  ));
  const bytes = Uint8Array.from(sent);
  let at = 0;
  for (const [stream, size] of sizes.entries()) {
    const head = readFrameHead(bytes.subarray(at));
    assertEquals([head.stream, head.length], [stream, size]);
    const payload = bytes.subarray(at + 9, at + 9 + size);
    assertEquals(payload.every((byte) => byte === stream), true);
    at += 9 + size;
  }
  assertEquals(at, bytes.length);
});

Deno.test("after a frame that failed none is sent", async () => {
  let count = 0;
  const writer = new FrameWriter(() => {
    count += 1;
    return Promise.reject(new Error("gone"));
  });
  const send = () => writer.send({ kind: FRAME.ping, stream: 0 });
  await assertRejects(send);
  await assertRejects(send);
  assertEquals(count, 1);
});
