import { assertEquals } from "@std/assert";
import {
  cutBlobs,
  mixBlobs,
  zeroTail,
} from "../../../backends/reference/cut_blobs.ts";

const BLOBS = [
  { name: "a", sizeBytes: 4 },
  { name: "b", skipBytes: 2, sizeBytes: 6 },
];

Deno.test("cutBlobs() gives the stretches that hold the bytes asked for", () => {
  assertEquals(cutBlobs(BLOBS, 2, 6), [
    { name: "a", skipBytes: 2, sizeBytes: 2 },
    { name: "b", skipBytes: 2, sizeBytes: 2 },
  ]);
  assertEquals(cutBlobs(BLOBS, 5, 10), [
    { name: "b", skipBytes: 3, sizeBytes: 5 },
  ]);
  assertEquals(cutBlobs(BLOBS, 10, 12), []);
});

Deno.test("mixBlobs() puts old bytes behind new ones, where there are enough", () => {
  const past = [{ name: "p", sizeBytes: 10 }];
  assertEquals(mixBlobs(BLOBS, past), [
    { name: "a", skipBytes: 0, sizeBytes: 4 },
    { name: "b", skipBytes: 2, sizeBytes: 1 },
    { name: "p", skipBytes: 5, sizeBytes: 5 },
  ]);
  assertEquals(mixBlobs(BLOBS, [{ name: "p", sizeBytes: 9 }]), undefined);
  assertEquals(mixBlobs([{ name: "a", sizeBytes: 1 }], past), undefined);
});

Deno.test("zeroTail() wipes the second half, chunk by chunk", () => {
  const spoil = zeroTail(7)?.value;
  const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7]);
  for (const [from, to] of [[0, 2], [2, 5], [5, 7]] as const) {
    spoil?.(bytes.subarray(from, to), from);
  }
  assertEquals([...bytes], [1, 2, 3, 0, 0, 0, 0]);
  assertEquals(zeroTail(1), undefined);
});
