import { assertEquals } from "@std/assert";
import type { DiskEvent } from "../../../backends/crash/disk_log.ts";
import { fatesOf } from "../../../backends/crash/fates.ts";

function writes(count: number, bytes: number): DiskEvent[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: "write",
    inode: 2,
    offset: at * bytes,
    bytes: new Uint8Array(bytes),
  }));
}

function landings(count: number, seed = 1): string[] {
  const log = writes(count, 8);
  const pending = log.map((_, at) => at);
  return [...fatesOf(log, pending, seed)]
    .filter(({ torn }) => torn === undefined)
    .map(({ landed }) => [...landed].join());
}

Deno.test("fatesOf() takes every combination of up to ten pending events", () => {
  for (const count of [0, 1, 4, 10]) {
    assertEquals(new Set(landings(count)).size, 2 ** count);
  }
});

Deno.test("fatesOf() takes prefixes, each one missing and seeded ones of many", () => {
  const found = landings(12);
  assertEquals(found.includes("0,1,2,3"), true);
  assertEquals(found.includes("0,1,2,4,5,6,7,8,9,10,11"), true);
  assertEquals(found, landings(12));
  assertEquals(found.join() === landings(12, 2).join(), false);
});

Deno.test("fatesOf() tears each pending write at each sector", () => {
  const log = writes(1, 1200);
  const torn = [...fatesOf(log, [0], 1)].flatMap(({ torn }) => torn ?? []);
  const cuts = new Set(
    torn.map(({ bytes, growsWhole }) =>
      `${bytes}${growsWhole ? " whole" : ""}`
    ),
  );
  assertEquals(
    cuts,
    new Set(["0 whole", "512", "512 whole", "1024", "1024 whole"]),
  );
});
