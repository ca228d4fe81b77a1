/** Promises of `engine/profile/build_step.ts`, through whole profiles. */
import { assertEquals } from "@std/assert";
import { mistakeLines, oneStep, parsed } from "./profile_text.ts";

Deno.test("buildStep() fills in what was left out", () => {
  assertEquals(parsed(oneStep()).steps, [{
    kind: "block",
    name: "fill",
    op: { read: 0, write: 100 },
    pattern: { kind: "sequential" },
    blockSizes: [{ bytes: 1024 ** 2, weight: 100 }],
    warmupNs: 0,
    lanes: 1,
    depth: 16,
    verify: "always",
    sync: { kind: "none" },
    io: "auto",
    compressPercent: 0,
    dedupePercent: 0,
    errorsMax: 0,
  }]);
});

Deno.test("buildStep() refuses a total below one block", () => {
  const text = oneStep({ blockSize: "1MiB", total: "512KiB" });
  assertEquals(mistakeLines(text), [
    "steps[0].total: Cannot move 524288 bytes in blocks of 1048576: give at " +
    "least one block",
  ]);
});

Deno.test("buildStep() refuses a sync where nothing is written", () => {
  assertEquals(mistakeLines(oneStep({ op: "read", sync: "end" })), [
    "steps[0].sync: Cannot sync a step that writes nothing: leave it out",
  ]);
});
