import { assert, assertEquals } from "@std/assert";
import {
  bulkLoad,
  cleanKeysLoads,
  cleanOffsetsLoads,
} from "../../../cmd/prove/clean_profile.ts";

Deno.test("clean loads end by the clock, in a closed and in an open loop", () => {
  for (const loads of [cleanOffsetsLoads(), cleanKeysLoads()]) {
    const timed = loads.map(({ profile }) =>
      profile.steps.find((step) => step.name === "load")
    );
    assertEquals(
      timed.map((step) =>
        step !== undefined && "durationNs" in step && "rate" in step &&
          step.rate !== undefined
          ? "open"
          : "closed"
      ),
      ["closed", "open"],
    );
  }
});

Deno.test("clean loads read everything back in the end", () => {
  for (const { profile } of [...cleanOffsetsLoads(), ...cleanKeysLoads()]) {
    assertEquals(profile.steps.at(-1)?.name, "read-back");
  }
});

Deno.test("bulkLoad() moves enough to compare as many units as asked", () => {
  const readBytes = bulkLoad(160_000).profile.steps.map((step) =>
    step.kind === "block" && step.name === "load"
      ? (step.totalBytes ?? 0) * step.op.read / (step.op.read + step.op.write)
      : 0
  );
  const most = Math.max(...readBytes);
  assert(most >= 160_000 * 4096, `${most}`);
});
