import { assert, assertEquals, assertRejects } from "@std/assert";
import { BufferPool } from "../../../backends/grpc/buffer_pool.ts";
import { GrpcError } from "../../../backends/grpc/grpc_status.ts";
import {
  MessageInbox,
  messagePrefix,
} from "../../../backends/grpc/message_inbox.ts";

function inbox(pool?: BufferPool) {
  const credits: number[] = [];
  const messages = new MessageInbox({
    bytesMax: 10_000,
    credit: (bytes) => credits.push(bytes),
    pool,
  });
  return { messages, credits };
}

async function wire(sizes: readonly number[]): Promise<Uint8Array> {
  const parts = sizes.flatMap((size, at) => [
    messagePrefix(size),
    new Uint8Array(size).fill(at),
  ]);
  return await new Blob(parts).bytes();
}

Deno.test("messages come out whole, and only what is done with is credited", async () => {
  const bytes = await wire([0, 1, 9000]);
  for (const most of [1, 4, 100_000]) {
    const { messages, credits } = inbox();
    for (let at = 0; at < bytes.length; at += most) {
      messages.push(bytes.subarray(at, at + most));
    }
    messages.end();
    const lengths: number[] = [];
    assertEquals(credits, []);
    for await (const message of messages) lengths.push(message.length);
    assertEquals(lengths, [0, 1, 9000]);
    assertEquals(credits, [5, 6, 9005]);
  }
});

Deno.test("what is no message fails, after those before it", async () => {
  const cases: [Uint8Array<ArrayBuffer>, string][] = [
    [Uint8Array.of(1, 0, 0, 0, 1, 0), "UNIMPLEMENTED"],
    [messagePrefix(10_001), "RESOURCE_EXHAUSTED"],
    [messagePrefix(2), "INTERNAL"],
    [Uint8Array.of(0, 0), "INTERNAL"],
  ];
  for (const [bytes, code] of cases) {
    const { messages } = inbox();
    messages.push(await wire([3]));
    messages.push(bytes);
    messages.end();
    assertEquals((await messages.next())?.length, 3);
    const failure = await assertRejects(() => messages.next(), GrpcError);
    assertEquals(failure.code, code);
  }
});

Deno.test("with a pool a message is used again, once the next is asked for", async () => {
  const { messages } = inbox(new BufferPool());
  messages.push(await wire([5000]));
  const first = await messages.next();
  messages.push(await wire([5000]));
  const second = await messages.next();
  assert(first?.buffer !== second?.buffer, "It was in use");
  messages.push(await wire([5000]));
  assert((await messages.next())?.buffer === first?.buffer);
});

Deno.test("a message that is looked at holds up what follows it", async () => {
  const { messages, credits } = inbox();
  messages.push(await wire([4, 6]));
  await messages.next();
  assertEquals(credits, []);
  await messages.next();
  assertEquals(credits, [9]);
});

Deno.test("what nobody reads on is free for others, and no more is taken", async () => {
  const pool = new BufferPool();
  const { messages } = inbox(pool);
  messages.push(await wire([5000, 5000]));
  messages.push(messagePrefix(5000));
  messages.push(new Uint8Array(100));
  const first = await messages.next();
  messages.discard();
  const free = [pool.take(5000), pool.take(5000), pool.take(5000)];
  assert(free.some(({ buffer }) => buffer === first?.buffer));
  messages.push(await wire([5000]));
  const failure = await assertRejects(() => messages.next(), GrpcError);
  assertEquals(failure.code, "CANCELLED");
});
