import { assertEquals } from "@std/assert";
import {
  roomBytes,
  SampleBuffers,
} from "../../../../engine/workloads/loader/sample_buffers.ts";

Deno.test("roomBytes() holds every size, and takes a 32nd more at most", () => {
  for (
    let sizeBytes = 0;
    sizeBytes < 5_000_000;
    sizeBytes += 1 + sizeBytes / 37
  ) {
    const whole = Math.floor(sizeBytes);
    const room = roomBytes(whole);
    assertEquals(room >= whole && room <= Math.max(64, whole * 33 / 32), true);
    assertEquals(roomBytes(room), room);
  }
  assertEquals(roomBytes(2 ** 32 + 1) > 2 ** 32, true);
});

Deno.test("SampleBuffers gives what came back again, and nothing twice", () => {
  const buffers = new SampleBuffers();
  const first = buffers.take(1000);
  buffers.give(first.subarray(10, 20));
  assertEquals(buffers.freeBytes, roomBytes(1000));
  buffers.give(first);
  assertEquals(buffers.freeBytes, roomBytes(1000));
  const again = buffers.take(999);
  assertEquals([again.buffer === first.buffer, again.length], [true, 999]);
  assertEquals(buffers.take(1000).buffer === first.buffer, false);
});

Deno.test("SampleBuffers takes no memory of others, and keeps 32 MiB at most", () => {
  const buffers = new SampleBuffers();
  buffers.give(new Uint8Array(roomBytes(1000)));
  assertEquals(buffers.freeBytes, 0);
  const many = Array.from({ length: 5 }, () => buffers.take(10 << 20));
  for (const one of many) buffers.give(one);
  assertEquals(buffers.freeBytes, 30 << 20);
});

Deno.test("SampleBuffers copies into memory of its own", () => {
  const buffers = new SampleBuffers();
  const bytes = Uint8Array.of(1, 2, 3);
  const own = buffers.copy(bytes);
  bytes.fill(9);
  assertEquals(own, Uint8Array.of(1, 2, 3));
});
