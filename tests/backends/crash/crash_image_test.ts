import { assertEquals } from "@std/assert";
import { imageAfter } from "../../../backends/crash/crash_image.ts";
import type { DiskEvent, DiskImage } from "../../../backends/crash/disk_log.ts";
import type { Fate } from "../../../backends/crash/fates.ts";

const START = {
  image: new Map([["/", { kind: "folder" as const }]]),
  inodes: new Map([["/", 1]]),
};
const LOG: readonly DiskEvent[] = [
  { kind: "make", path: "/f", inode: 2, isFolder: true },
  { kind: "make", path: "/f/a", inode: 3, isFolder: false },
  { kind: "write", inode: 3, offset: 0, bytes: Uint8Array.of(1, 2, 3) },
  { kind: "write", inode: 3, offset: 3, bytes: Uint8Array.of(4, 5) },
  { kind: "rename", from: "/f/a", to: "/b", inode: 3 },
];

function after(landed: readonly number[], torn?: Fate["torn"]): DiskImage {
  const fate = { landed: new Set(landed), ...(torn && { torn }) };
  return imageAfter(START, { log: LOG, durable: new Set(), fate });
}

function contentOf(image: DiskImage, path: string): number[] | undefined {
  const node = image.get(path);
  return node?.kind === "file" ? [...node.bytes] : undefined;
}

Deno.test("imageAfter() leaves a hole where an earlier write was lost", () => {
  assertEquals(contentOf(after([0, 1, 3]), "/f/a"), [0, 0, 0, 4, 5]);
});

Deno.test("imageAfter() gives a renamed file its name though the first was lost", () => {
  const image = after([0, 2, 4]);
  assertEquals([...image.keys()], ["/", "/b", "/f"]);
  assertEquals(contentOf(image, "/b"), [1, 2, 3]);
});

Deno.test("imageAfter() loses what lies in a folder that was lost", () => {
  assertEquals([...after([1, 2, 3]).keys()], ["/"]);
});

Deno.test("imageAfter() tears a write to its first bytes", () => {
  const bytes = 2;
  const cut = after([0, 1, 2], { index: 2, bytes, growsWhole: false });
  assertEquals(contentOf(cut, "/f/a"), [1, 2]);
  const long = after([0, 1, 2], { index: 2, bytes, growsWhole: true });
  assertEquals(contentOf(long, "/f/a"), [1, 2, 0]);
});
