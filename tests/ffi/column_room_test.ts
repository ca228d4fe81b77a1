import { assert, assertEquals } from "@std/assert";
import { loadCore } from "../../ffi/mod.ts";

/** Where it is missing, no memory has large pages. */
const LARGE_PAGES = "/sys/kernel/mm/transparent_hugepage/enabled";
/** So much is a mapping of its own, whatever was freed before. */
const OWN_MAPPING_BYTES = 64 << 20;

Deno.test("room() has just the size that was asked for, and zeros", () => {
  using core = loadCore();
  const pages = core.pages();
  for (const sizeBytes of [0, 1, 4095, 1 << 22, (9 << 20) + 17]) {
    const bytes = pages.room(sizeBytes);
    assertEquals([bytes.length, bytes.byteOffset], [sizeBytes, 0]);
    assertEquals(bytes.buffer.byteLength, sizeBytes);
    assert(bytes.every((byte) => byte === 0));
    bytes.fill(7);
    assert(bytes.every((byte) => byte === 7));
  }
});

Deno.test({
  name: "room() asks the system for large pages, which other memory has not",
  ignore: !isThere(LARGE_PAGES),
  fn() {
    using core = loadCore();
    const room = core.pages().room(OWN_MAPPING_BYTES);
    assertEquals(wantsLargePages(room), true);
    assertEquals(wantsLargePages(new Uint8Array(OWN_MAPPING_BYTES)), false);
  },
});

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** What the kernel says of the mapping that has the middle of `bytes`. */
function wantsLargePages(bytes: Uint8Array<ArrayBuffer>): boolean {
  const start = Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes));
  const middle = start + BigInt(bytes.length / 2);
  const maps = Deno.readTextFileSync("/proc/self/smaps").matchAll(
    /^([\da-f]+)-([\da-f]+) [\s\S]*?^VmFlags:(.*)$/gm,
  );
  for (const [, from = "", to = "", flags = ""] of maps) {
    if (middle < BigInt(`0x${from}`) || middle >= BigInt(`0x${to}`)) continue;
    return flags.split(" ").includes("hg");
  }
  throw new RangeError(`No mapping has ${middle.toString(16)}`);
}
