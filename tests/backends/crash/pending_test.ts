import { assertEquals, assertThrows } from "@std/assert";
import type { DiskEvent } from "../../../backends/crash/disk_log.ts";
import { pendingAfter } from "../../../backends/crash/pending.ts";

const BYTES = new Uint8Array(8);
const LOG: readonly DiskEvent[] = [
  { kind: "make", path: "/a", inode: 2, isFolder: false },
  { kind: "write", inode: 2, offset: 0, bytes: BYTES },
  { kind: "sync", inode: 2 },
  { kind: "write", inode: 2, offset: 8, bytes: BYTES },
  { kind: "rename", from: "/a", to: "/b/a", inode: 2 },
  { kind: "syncFolder", path: "/b" },
  { kind: "note", note: "done" },
];

Deno.test("pendingAfter() settles bytes by their file and names by their folder", () => {
  assertEquals(pendingAfter(LOG, 2).pending, [0, 1]);
  assertEquals(pendingAfter(LOG, 3).pending, [0]);
  assertEquals(pendingAfter(LOG, 5).pending, [0, 3, 4]);
  const end = pendingAfter(LOG, 7);
  assertEquals(end.pending, [0, 3]);
  assertEquals([...end.durable], [1, 4]);
});

Deno.test("pendingAfter() never settles what a failed sync has given up", () => {
  const log: readonly DiskEvent[] = [
    { kind: "write", inode: 2, offset: 0, bytes: BYTES },
    { kind: "lose", inode: 2 },
    { kind: "write", inode: 2, offset: 8, bytes: BYTES },
    { kind: "sync", inode: 2 },
  ];
  assertEquals(pendingAfter(log, 4).pending, [0]);
});

Deno.test("pendingAfter() refuses a moment that the log does not have", () => {
  assertThrows(() => pendingAfter(LOG, 8), RangeError, "no 7");
});
