import { assert, assertEquals } from "@std/assert";
import { BufferPool } from "../../../backends/grpc/buffer_pool.ts";

Deno.test("a buffer that was given back is taken again, and only once", () => {
  const pool = new BufferPool();
  const first = pool.take(300_000);
  pool.give(first);
  const second = pool.take(200_000);
  assert(second.buffer === first.buffer);
  assertEquals(second.length, 200_000);
  assert(pool.take(200_000).buffer !== first.buffer);
});

Deno.test("a buffer that is too short is left alone", () => {
  const pool = new BufferPool();
  const short = pool.take(5000);
  pool.give(short);
  const long = pool.take(50_000);
  assertEquals(long.length, 50_000);
  assert(pool.take(5000).buffer === short.buffer);
});
