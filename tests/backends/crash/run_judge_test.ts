import { assertEquals, assertStringIncludes } from "@std/assert";
import { boundsAt, RunJudge } from "../../../backends/crash/run_judge.ts";
import { identityOf } from "../../../backends/crash/run_log.ts";
import type { CutState } from "../../../backends/crash/power_cuts.ts";
import { type Core, loadCore } from "../../../ffi/mod.ts";
import { end, record, runOf } from "./_log_records.ts";

const FIRST = record(1);
const SYNC = record(3, { op: "sync" });
const SECOND = record(5, { generation: 2 });
/** Unit 0: generation 1 is durable after 4, 2 begins at 5. */
const RUN = runOf([FIRST, end(2, FIRST), SYNC, end(4, SYNC), SECOND]);

function units(core: Core, generations: readonly bigint[]) {
  const bytes = new Uint8Array(4 * 4096);
  generations.forEach((generation, unit) => {
    if (generation === 0n) return;
    const filled = core.stamp.fill(identityOf(RUN.spec, 0), {
      unit: BigInt(unit),
      sequence: 1n,
      writer: 0,
      seconds: 0,
      generations: [generation],
    });
    bytes.set(filled, unit * 4096);
  });
  return bytes;
}

function judge(bytes: Uint8Array, sequence: number): string | null {
  using core = loadCore();
  const state: CutState = {
    name: "1.0",
    image: new Map([["/0", { kind: "file", bytes }]]),
    notes: [String(sequence)],
    lost: "",
    events: 1,
    fate: { landed: new Set() },
  };
  return new RunJudge(RUN, core.stamp).judge(state);
}

Deno.test("boundsAt() lets only an ended sync raise what must be there", () => {
  const at = (sequence: number) => {
    const [bounds] = boundsAt(RUN, sequence);
    return [bounds?.durable[0], bounds?.issued[0]];
  };
  assertEquals([0, 1, 3, 4, 5].map(at), [
    [0, 0],
    [0, 1],
    [0, 1],
    [1, 1],
    [1, 2],
  ]);
});

Deno.test("RunJudge admits what is durable, what was begun since, and a mixture", () => {
  using core = loadCore();
  assertEquals(judge(units(core, [1n]), 4), null);
  assertEquals(judge(units(core, [1n]), 5), null);
  const both = units(core, [2n]);
  assertEquals(judge(both, 5), null);
  both.set(units(core, [1n]).subarray(512, 1024), 512);
  assertEquals(judge(both, 5), null);
  assertEquals(judge(new Uint8Array(4 * 4096), 1), null);
});

Deno.test("RunJudge finds what is lost, torn, ahead of the log, or nobody's", () => {
  using core = loadCore();
  const said = (bytes: Uint8Array, sequence: number) =>
    judge(bytes, sequence) ?? "nothing";
  assertStringIncludes(said(units(core, []), 4), "must hold generation 1");
  assertStringIncludes(said(units(core, [2n]), 4), "must hold generation 1");
  const torn = units(core, [1n]);
  torn.fill(0, 512, 1024);
  assertStringIncludes(said(torn, 5), "a generation of 1 to 2");
  assertStringIncludes(said(units(core, [1n, 1n]), 4), "nobody wrote it");
  assertStringIncludes(said(new Uint8Array(4096), 4), "has 4096 bytes");
});
