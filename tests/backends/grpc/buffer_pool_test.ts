import { assert, assertEquals } from "@std/assert";
import { BufferPool } from "../../../backends/grpc/buffer_pool.ts";

const BLOCK = 256 << 10;

Deno.test("a buffer that was given back is taken again, and only once", () => {
  const pool = new BufferPool();
  const first = pool.take(BLOCK + 20);
  pool.give(first);
  const second = pool.take(200_000);
  assert(second.buffer === first.buffer);
  assertEquals(second.length, 200_000);
  assert(pool.take(200_000).buffer !== first.buffer);
});

Deno.test("a buffer is hardly longer than a block, and as long as is asked", () => {
  const pool = new BufferPool();
  for (const length of [0, 1, 4095, 4096, 8193, 70_000, BLOCK, BLOCK + 4096]) {
    const taken = pool.take(length);
    assertEquals(taken.length, length);
    pool.give(taken);
  }
  assertEquals(pool.take(BLOCK + 20).buffer.byteLength, BLOCK + 4096);
});

Deno.test("a buffer of another size is left alone", () => {
  const pool = new BufferPool();
  const short = pool.take(5000);
  pool.give(short);
  assertEquals(pool.take(50_000).length, 50_000);
  assert(pool.take(5000).buffer === short.buffer);
});

Deno.test("of very many that come back at once only some are kept", () => {
  const pool = new BufferPool();
  const taken = Array.from({ length: 200 }, () => pool.take(BLOCK));
  for (const one of taken) pool.give(one);
  const kept = new Set(taken.map(({ buffer }) => buffer));
  const again = Array.from({ length: 200 }, () => pool.take(BLOCK));
  const count = again.filter(({ buffer }) => kept.has(buffer)).length;
  assert(count > 32 && count <= 64, `${count} were kept`);
});
