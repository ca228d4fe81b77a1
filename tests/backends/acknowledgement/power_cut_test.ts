/**
 * Every state that a power cut may leave of a real run, judged by what another
 * host had been told by then. Method: the log of a run gives both, what the disk
 * may hold and what was told; each state is put into a file, and judged as
 * `verify --ack-log` does it.
 */
import { assert, assertEquals } from "@std/assert";
import { AckGatherer } from "../../../backends/acknowledgement/gather.ts";
import { lostSyncs, lostWrite } from "../../../backends/crash/run_lies.ts";
import { loadRun } from "../../../backends/crash/run_load.ts";
import {
  cutsOf,
  pathOf,
  type RunLog,
} from "../../../backends/crash/run_log.ts";
import {
  type CutState,
  cutStates,
  type PowerCuts,
} from "../../../backends/crash/power_cuts.ts";
import { type Core, loadCore } from "../../../ffi/mod.ts";
import { laneSpec, runLane } from "../../ffi/core_fixture.ts";
import { withScratch } from "../_scratch.ts";
import { memoryPlace } from "../crash/_run_place.ts";

const SEED = 20261121;
/** Each state takes some milliseconds: one of so many is judged. */
const STRIDE = 25;

/** What was told once the record `sequence` was the last: floors by unit. */
function toldBy({ records, spec }: RunLog, sequence: number) {
  const gatherer = new AckGatherer({ space: 0, unitBytes: spec.unitBytes });
  gatherer.take(records.filter((record) => record.sequence <= sequence));
  const told = gatherer.flush();
  const durable = Math.max(
    0,
    ...told.map((one) => one.kind === "synced" ? one.group : 0),
  );
  return told.flatMap((one) =>
    one.kind === "written" && one.group <= durable ? one.ranges.map(BigInt) : []
  );
}

/** Units that are not what they must be. */
async function judge(
  core: Core,
  place: { readonly folder: string; readonly run: RunLog },
  { image, notes }: CutState,
): Promise<{ bad: number; told: number }> {
  const { folder, run } = place;
  const node = image.get(pathOf(0));
  if (node?.kind !== "file") throw new TypeError("The file is gone");
  const paths = [`${folder}/data`];
  await Deno.writeFile(`${folder}/data`, node.bytes);
  const oraclePath = `${folder}/floor`;
  const spec = { ...run.spec, oraclePath };
  const ranges = toldBy(run, Number(notes.at(-1) ?? 0));
  {
    using floor = await core.createFloor(spec);
    await floor.raise(BigUint64Array.from(ranges));
  }
  const units = spec.fileBytes / spec.unitBytes;
  await using space = await core.openSpace({
    spec: { ...spec, mode: "recover", readOnly: true },
    paths,
    objectIds: spec.files.map(({ objectId }) => objectId),
    kind: "files",
  });
  const { counters, status } = await runLane(
    space,
    laneSpec({ regionUnits: units, limitOps: units, readPermille: 1000 }),
  );
  assertEquals(status, 0);
  await Deno.remove(oraclePath);
  return { bad: counters.unitsBad, told: ranges.length };
}

/** Judges states until one is wrong. */
async function judgeAll(
  core: Core,
  place: { readonly folder: string; readonly run: RunLog },
  cuts: PowerCuts,
) {
  let [told, judged, number] = [0, 0, 0];
  for (const state of cutStates(cuts)) {
    if (number++ % STRIDE !== 0) continue;
    const judgement = await judge(core, place, state);
    judged += 1;
    told += judgement.told > 0 ? 1 : 0;
    if (judgement.bad > 0) return { wrong: state.name, told, judged };
  }
  return { wrong: null, told, judged };
}

for (const shape of [{ lanes: 1, depth: 1 }, { lanes: 2, depth: 2 }]) {
  Deno.test(`no state of an honest disk breaks what was told, ${shape.lanes} lanes ${shape.depth} deep`, async () => {
    using core = loadCore();
    await withScratch(async (folder) => {
      const { log } = await loadRun(memoryPlace(core).run, shape, SEED);
      const cuts = cutsOf(log, core.stamp, SEED);
      const all = await judgeAll(core, { folder, run: log }, cuts);
      assertEquals(all.wrong, null);
      assert(all.judged >= 50 && all.told > all.judged / 2, `${all.told}`);
    });
  });
}

for (
  const [name, lie] of [["lostSyncs", lostSyncs], [
    "lostWrite",
    lostWrite,
  ]] as const
) {
  Deno.test(`a disk that lies is caught by what was told: ${name}`, async () => {
    using core = loadCore();
    await withScratch(async (folder) => {
      const shape = { lanes: 1, depth: 1 };
      const { log } = await loadRun(memoryPlace(core).run, shape, SEED);
      const cuts = lie(cutsOf(log, core.stamp, SEED), log, core.stamp);
      const { wrong } = await judgeAll(core, { folder, run: log }, cuts);
      assert(wrong !== null);
    });
  });
}
