/** The profiles that the benchmark writes are profiles. */
import { assertEquals } from "@std/assert";
import { profileOf } from "../../../bench/versus/stor_verify.ts";
import type { BlockWork } from "../../../bench/versus/work.ts";
import { parseProfile } from "../../../engine/mod.ts";

const WORK: BlockWork = {
  folder: "/mnt/x",
  isDirect: true,
  op: "read",
  pattern: "random",
  blockSizeBytes: 4096,
  depth: 32,
  sizeBytes: 1 << 30,
  durationS: 4,
  isVerified: true,
  passes: 1,
  isPrefilled: false,
};

Deno.test("profileOf() fills what a read will read, and asks for the same work", () => {
  const { steps } = parseProfile(profileOf(WORK), { source: "versus" });
  assertEquals(steps.map((step) => step.name), ["fill", "measured"]);
  const measured = steps[1];
  if (measured?.kind !== "block") throw new TypeError("not a block step");
  assertEquals(measured.op, { read: 100, write: 0 });
  assertEquals(measured.pattern, { kind: "random" });
  assertEquals(measured.blockSizes.map(({ bytes }) => bytes), [4096]);
  assertEquals(measured.durationNs, 4e9);
  assertEquals([measured.lanes, measured.depth], [1, 32]);
  assertEquals([measured.verify, measured.io], ["always", "io_uring"]);
});

Deno.test("profileOf() asks a write for one pass, and for no verdict", () => {
  const { durationS: _, ...untimed } = WORK;
  const { steps } = parseProfile(
    profileOf({ ...untimed, op: "write" }),
    { source: "versus" },
  );
  const [measured] = steps;
  if (measured?.kind !== "block") throw new TypeError("not a block step");
  assertEquals([steps.length, measured.totalBytes], [1, 1 << 30]);
  assertEquals(measured.verify, "never");
});

Deno.test("profileOf() overwrites a file that stands, in passes", () => {
  const { durationS: _, ...untimed } = WORK;
  const { steps } = parseProfile(
    profileOf({ ...untimed, op: "write", isPrefilled: true, passes: 4 }),
    { source: "versus" },
  );
  assertEquals(steps.map((step) => step.name), ["fill", "measured"]);
  const measured = steps[1];
  if (measured?.kind !== "block") throw new TypeError("not a block step");
  assertEquals(measured.totalBytes, 4 * (1 << 30));
});
