import { assertEquals } from "@std/assert";
import {
  memoryOf,
  type SharedRun,
  sharesOf,
} from "../../../cmd/copy/copy_shares.ts";

const MIB = 1 << 20;

function runOf(
  buffers: readonly [number, number | null],
  { parallel = 4, shares = 8 } = {},
): SharedRun {
  const [from, to] = buffers;
  return {
    source: { streams: { bufferBytes: from } },
    destination: to === null ? null : { streams: { bufferBytes: to } },
    settings: { memoryBytes: 64 * MIB, parallel, shares },
  };
}

Deno.test("sharesOf() is one for what fits with its buffers, and no byte more", () => {
  const store = MIB / 2;
  const most = 2 * MIB - 4096;
  const cases = [
    [runOf([0, null]), most],
    [runOf([0, store]), most - store],
    [runOf([store, store]), most - 2 * store],
  ] as const;
  for (const [run, bytes] of cases) {
    assertEquals(sharesOf(run, { sizeBytes: bytes }), 1);
    assertEquals(sharesOf(run, { sizeBytes: bytes + 1 }), 8);
    assertEquals(sharesOf(run, { sizeBytes: null }), 8);
  }
});

Deno.test("memoryOf() never gives out more than there is", () => {
  const run = runOf([MIB / 2, 0]);
  assertEquals(memoryOf(run, { sizeBytes: 10 }) * 32, 64 * MIB);
  assertEquals(memoryOf(run, { sizeBytes: 1e9 }) * 4, 64 * MIB);
  const told = runOf([0, 0], { parallel: 3, shares: 1 });
  assertEquals(sharesOf(told, { sizeBytes: 1 }), 1);
  assertEquals(memoryOf(told, { sizeBytes: 1 }), Math.floor(64 * MIB / 3));
});
