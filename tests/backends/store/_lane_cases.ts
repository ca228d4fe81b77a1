/**
 * What lanes over keys must do, whichever they are: native ones or script
 * ones. Each case is a body over an endpoint that may be told to lie.
 */
import { assert, assertEquals } from "@std/assert";
import type {
  ObjectLane,
  ObjectLaneSpec,
  ObjectSpace,
  StoreFace,
  UnitFinding,
} from "../../../backends/mod.ts";
import type { Arming } from "../../../backends/reference/mod.ts";
import type { LaneCounters, ObjectSpaceSpec } from "../../../ffi/mod.ts";
import { objectLaneSpec, objectSpec } from "../../ffi/core_fixture.ts";

/** What a case is handed. */
export interface LaneBench {
  readonly face: StoreFace;
  /** Empty, and as long-lived as the case. */
  readonly folder: string;
}

/** How one lane ended. */
export interface LaneResult {
  readonly status: number;
  readonly counters: LaneCounters;
  readonly findings: readonly UnitFinding[];
}

export interface LaneCase {
  readonly name: string;
  /** How the endpoint lies; not at all when absent. */
  readonly lies?: { readonly s3: Arming; readonly az: Arming };
  readonly body: (bench: LaneBench) => Promise<void>;
}

const SIZES = {
  kind: "list",
  sizes: [
    { bytes: 0, weight: 1 },
    { bytes: 100, weight: 1 },
    { bytes: 4096, weight: 2 },
    { bytes: 10_000, weight: 2 },
    { bytes: 300_001, weight: 1 },
  ],
} as const; // as its own type

function spaceOf(over: Partial<ObjectSpaceSpec> = {}) {
  return objectSpec({ keyCount: 40, sizes: SIZES, ...over });
}

/** Runs one lane over all keys of the space, and looks at it before it goes. */
export async function runLane(
  space: ObjectSpace,
  over: Partial<ObjectLaneSpec>,
  look: (lane: ObjectLane) => void = () => {},
): Promise<LaneResult> {
  const gate = space.gate();
  const { keyCount } = space.spec;
  const spec = objectLaneSpec({
    ...{ keyCount, limitOps: keyCount, depth: 4 },
    ...over,
  });
  const lane = space.lane(gate, spec);
  try {
    gate.open();
    const status = await lane.join();
    look(lane);
    return { status, counters: lane.counters(), findings: lane.findings() };
  } finally {
    lane.close();
    gate.close();
  }
}

async function withSpace(
  bench: LaneBench,
  spec: ObjectSpaceSpec,
  body: (space: ObjectSpace) => Promise<void>,
): Promise<void> {
  const space = await bench.face.open(spec);
  try {
    await body(space);
  } finally {
    space.close();
  }
}

/** Ended well and found nothing. */
function isClean({ status, counters, findings }: LaneResult): void {
  assertEquals(findings.map((one) => `${one.class} ${one.op}`), []);
  assertEquals([status, counters.unitsBad], [0, 0]);
}

/** Each is tried over each kind of lane and each kind of endpoint. */
export const LANE_CASES: readonly LaneCase[] = [
  {
    name: "put each key once, and read every byte back",
    body: (bench) =>
      withSpace(bench, spaceOf(), async (space) => {
        const put = await runLane(space, {}, (lane) => {
          const { count } = lane.latency("put", "service");
          assertEquals(count, 40);
          assertEquals(lane.latency("put", "response").count, 0);
        });
        isClean(put);
        const { keysLive, bytesLive, keysUnsettled } = space.facts();
        assertEquals([keysLive, keysUnsettled], [40, 0]);
        assertEquals(put.counters.putBytes, bytesLive);
        const get = await runLane(space, { weights: { get: 1 } }, (lane) => {
          assertEquals(lane.latency("get", "first-byte").count, 40);
          const rows = [0, 1, 2, 3].map((index) =>
            lane.sizeClass("get", index).latency.count
          );
          assertEquals(rows.reduce((sum, count) => sum + count, 0), 40);
          assert(rows.every((count) => count > 0) || rows[2] === 0);
        });
        isClean(get);
        assertEquals(get.counters.getOps, 40);
        assertEquals(get.counters.getBytes, bytesLive);
        assertEquals(get.counters.objectsCompared, 40);
      }),
  },
  {
    name: "mix all operations over keys that change",
    body: (bench) =>
      withSpace(bench, spaceOf(), async (space) => {
        const { counters, ...ended } = await runLane(space, {
          limitOps: 600,
          choose: { kind: "random" },
          listLimit: 7,
          weights: { get: 6, range: 2, put: 6, head: 2, list: 1, delete: 2 },
        });
        isClean({ counters, ...ended });
        // Reads may pass writes that are under way; none has failed.
        assertEquals(counters.unitsAmbiguous, 0);
        const done = counters.getOps + counters.rangeOps + counters.putOps +
          counters.headOps + counters.listOps + counters.deleteOps +
          counters.writesSkipped;
        assert(done >= 590, `${done} of 600`);
        assert(counters.deleteOps > 10 && counters.listOps > 5);
        assert(counters.attempts >= counters.getOps + counters.putOps);
      }),
  },
  {
    name: "upload in parts, whole or by size",
    body: (bench) => {
      const sizes = { kind: "fixed", bytes: 11_000_000 } as const; // its type
      const partBytes = 5 * 1024 ** 2;
      const spec = spaceOf({ keyCount: 2, sizes, partBytes });
      return withSpace(bench, spec, async (space) => {
        const up = await runLane(space, {
          ...{ weights: { upload: 1 }, partDepth: 2, depth: 1 },
        });
        isClean(up);
        assertEquals(up.counters.uploadOps, 2);
        assertEquals(space.facts().uploadsOpen, 0);
        isClean(await runLane(space, { weights: { get: 1 }, depth: 1 }));
      });
    },
  },
  {
    name: "tell what is lost from what is not there",
    lies: {
      s3: { name: "drop-write", after: 5, count: 1 },
      az: { name: "lost-write", after: 5, count: 1 },
    },
    body: (bench) =>
      withSpace(bench, spaceOf({ keyCount: 10 }), async (space) => {
        isClean(await runLane(space, { keyCount: 5, limitOps: 5 }));
        const none = { firstKey: 5, keyCount: 5, limitOps: 5 };
        const absent = await runLane(space, { ...none, weights: { get: 1 } });
        isClean(absent);
        assertEquals(absent.counters.objectsAbsent, 5);
        await runLane(space, { ...none, keyCount: 1, limitOps: 1 });
        const { findings, counters } = await runLane(space, {
          ...{ firstKey: 5, keyCount: 1, limitOps: 1, weights: { get: 1 } },
        });
        assertEquals(findings.map((one) => [one.class, one.file, one.op]), [
          ["lost", 5, "get"],
        ]);
        assertEquals([counters.objectsMissing, counters.unitsBad], [1, 1]);
      }),
  },
  {
    name: "see a flipped bit, and say where",
    lies: { s3: { name: "flip-bit" }, az: { name: "bit-flip" } },
    body: (bench) => {
      const sizes = { kind: "fixed", bytes: 40_000 } as const; // as its type
      return withSpace(bench, spaceOf({ sizes }), async (space) => {
        isClean(await runLane(space, {}));
        const { findings, counters } = await runLane(space, {
          ...{ weights: { get: 1 }, depth: 1, limitOps: 3 },
        });
        assertEquals(counters.unitsBad > 0, true);
        assertEquals(findings[0]?.op, "get");
        assertEquals(findings[0]?.class, "bit rot");
        assertEquals(findings[0]?.badBits, 1);
      });
    },
  },
  {
    name: "call an outcome unknown that was not told, and judge on",
    lies: {
      s3: { name: "drop-answer", after: 3, every: 5 },
      az: { name: "reset", after: 3, every: 5 },
    },
    body: (bench) =>
      withSpace(bench, spaceOf(), async (space) => {
        const { status, findings, counters } = await runLane(space, {
          ...{ limitOps: 200, errorsMax: 1000, choose: { kind: "random" } },
          weights: { get: 5, put: 5, delete: 1 },
        });
        assertEquals([status, findings, counters.unitsBad], [0, [], 0]);
        assert(counters.errorsReset + counters.errorsTruncated > 10);
        // A body that is not sent again after a cut ends in a time-out.
        assertEquals(counters.errorsTimeout, 0);
        assert(counters.writesAmbiguous > 0);
        assert(counters.putErrors > 0);
      }),
  },
  {
    name: "count each attempt, and retry where the plan allows it",
    lies: {
      s3: { name: "slow-down", after: 2, every: 10, count: 2 },
      az: { name: "server-busy", after: 2, every: 10, count: 2 },
    },
    body: (bench) => {
      const sizes = { kind: "fixed", bytes: 100 } as const; // as its type
      return withSpace(bench, spaceOf({ sizes }), async (space) => {
        const put = await runLane(space, { attemptsMax: 3 });
        isClean(put);
        const { attempts, retries, retriesThrottled } = put.counters;
        assertEquals([attempts, retries, retriesThrottled], [42, 2, 2]);
        assertEquals([put.counters.putOps, put.counters.putErrors], [40, 0]);
        assert(put.counters.retryWaitNs > 0);
      });
    },
  },
  {
    name: "recover from the oracle's file and judge what is there",
    body: async (bench) => {
      const oraclePath = `${bench.folder}/oracle`;
      const spec = spaceOf({ oraclePath, keyCount: 12 });
      await withSpace(bench, spec, async (space) => {
        isClean(await runLane(space, {}));
        isClean(
          await runLane(space, { weights: { delete: 1 }, limitOps: 3 }),
        );
      });
      const recover = { ...spec, mode: "recover", readOnly: true } as const; // its type
      await withSpace(bench, recover, async (space) => {
        const { keysLive, keysDeleted } = space.facts();
        assertEquals([keysLive, keysDeleted], [9, 3]);
        const read = await runLane(space, { weights: { get: 1 } });
        isClean(read);
        assertEquals(read.counters.objectsCompared, 9);
      });
    },
  },
  {
    name: "end an open loop at its limit, with latency from the intent",
    body: (bench) => {
      const sizes = { kind: "fixed", bytes: 100 } as const; // as its type
      return withSpace(bench, spaceOf({ sizes }), async (space) => {
        const arrival = {
          ...{ kind: "constant", intervalPs: 2e9, phaseNs: 0 } as const, // type
        };
        isClean(
          await runLane(space, { arrival, limitOps: 20 }, (lane) => {
            const response = lane.latency("put", "response");
            assertEquals(response.count, 20);
            assert(response.sumNs >= lane.latency("put", "service").sumNs);
          }),
        );
      });
    },
  },
  {
    name: "stop when told",
    body: (bench) =>
      withSpace(bench, spaceOf(), async (space) => {
        const gate = space.gate();
        const lane = space.lane(gate, objectLaneSpec({ limitOps: 0 }));
        gate.open();
        while (lane.counters().putOps < 3) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        gate.stop();
        assertEquals(await lane.join(), 0);
        assertEquals(lane.counters().state, 4);
        lane.close();
        gate.close();
      }),
  },
];
