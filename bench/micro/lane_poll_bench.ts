/**
 * What watching a lane costs: each call of a poll, with the load running. The
 * runner polls ten times a second; at 1 ms a poll it would use a hundredth of
 * a core.
 */
import { type CoreLane, loadCore } from "../../ffi/mod.ts";

const UNITS = 1 << 16;

/** A lane that reads nothing from nowhere until it is stopped. */
async function startLane() {
  const core = loadCore();
  const space = await core.openSpace({
    spec: {
      runId: 1n,
      runKey: 2n,
      files: [{ name: "null", objectId: 3n }],
      fileBytes: UNITS * 4096,
      unitBytes: 4096,
      mode: "create",
      readOnly: false,
      allocate: false,
      dsync: false,
      compressPermille: 0,
      dedupePermille: 0,
      objectTag: 0,
    },
    paths: ["null"],
    objectIds: [3n],
    kind: "null",
  });
  const gate = space.gate();
  const lane = space.lane(gate, {
    lane: 0,
    seed: 4n,
    regionUnit: 0,
    regionUnits: UNITS,
    limitOps: 0,
    limitBytes: 0,
    limitNs: 3600e9,
    warmupNs: 0,
    io: "null",
    depth: 8,
    pattern: { kind: "random" },
    // Slow enough that the benchmark's own core is left alone.
    arrival: { kind: "constant", intervalPs: 1e9, phaseNs: 0 },
    readPermille: 0,
    verify: false,
    sync: { kind: "none" },
    errorsMax: 0,
    mix: [{ bytes: 4096, weight: 1 }],
  });
  gate.open();
  const stop = async () => {
    gate.stop();
    await lane.join();
    lane.close();
    gate.close();
    await space.close();
    core.close();
  };
  return { core, lane, stop };
}

const polls: Readonly<Record<string, (lane: CoreLane) => unknown>> = {
  "lane.counters()": (lane) => lane.counters(),
  'lane.latency("write", "service")': (lane) =>
    lane.latency("write", "service"),
  "lane.findings()": (lane) => lane.findings(),
};

for (const [name, poll] of Object.entries(polls)) {
  Deno.bench(`100 x ${name}`, { group: "polls of one lane" }, async (bench) => {
    const { lane, stop } = await startLane();
    bench.start();
    for (let turn = 0; turn < 100; turn += 1) poll(lane);
    bench.end();
    await stop();
  });
}

Deno.bench("100 x core.nowNs()", { group: "calls" }, (bench) => {
  const core = loadCore();
  bench.start();
  for (let turn = 0; turn < 100; turn += 1) core.nowNs();
  bench.end();
  core.close();
});
