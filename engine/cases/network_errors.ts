/**
 * A network that fails in four ways, each made on purpose: the object face must
 * name the failure, and lanes under load must count every operation.
 *
 * Design: a store that is broken by a fault of its own would prove nothing, so
 * each fault is an endpoint that can do nothing else.
 */
import type {
  LaneCounters,
  ObjectLaneSpec,
  ObjectSpaceSpec,
  StorageErrorKind,
  StoreFace,
} from "../../backends/mod.ts";
import type { CaseEnv, NetworkFault } from "./case.ts";
import { holds } from "./case_broken.ts";

interface Expected {
  readonly fault: NetworkFault;
  readonly kind: StorageErrorKind;
  readonly counter: keyof LaneCounters;
}

/** How each fault must be told by the object face, and counted by a lane. */
const EXPECTED: readonly Expected[] = [
  { fault: "refused", kind: "Unavailable", counter: "errorsRefused" },
  { fault: "reset", kind: "Unavailable", counter: "errorsReset" },
  { fault: "stalled", kind: "TimedOut", counter: "errorsTimeout" },
  { fault: "truncated", kind: "Unavailable", counter: "errorsTruncated" },
];

/** Operations of each load; all of them fail. */
const OPS = 6;

/** Resolves to what was tried. */
export async function networkErrors(env: CaseEnv): Promise<string> {
  let loads = 0;
  for (const expected of EXPECTED) {
    const broken = await env.brokenStore(env.scheme, expected.fault);
    try {
      await judgeGet(() => broken.backend.get("k"), expected);
      const { store } = broken.backend;
      if (store === undefined) continue;
      await judgeLoad(store, expected);
      loads++;
    } finally {
      await broken.close();
    }
  }
  const faults = EXPECTED.map(({ fault }) => fault).join(", ");
  return `Connections that were ${faults} are each named as what they are, ` +
    `and ${loads * OPS} operations under load were counted, by class`;
}

async function judgeGet(
  get: () => Promise<Uint8Array>,
  { fault, kind }: Expected,
): Promise<void> {
  let found: string;
  try {
    const bytes = await get();
    found = `gives ${bytes.length} bytes`;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "StorageError") throw error;
    const own = "kind" in error ? error.kind : undefined;
    if (own === kind) return;
    found = `fails with ${String(own)} (${error.message})`;
  }
  holds(
    false,
    `A get over a connection that is ${fault} ${found}, and should fail ` +
      `with ${kind}`,
  );
}

async function judgeLoad(store: StoreFace, expected: Expected): Promise<void> {
  const { counter, fault } = expected;
  const counters = await load(store);
  const said = `A load over connections that are ${fault}`;
  const { getErrors, getOps } = counters;
  holds(
    getOps + getErrors === OPS,
    `${said} counts ${getOps} gets and ${getErrors} errors, and should count ` +
      `${OPS} in all`,
  );
  holds(getOps === 0, `${said} passes ${getOps} gets, and should pass none`);
  holds(
    counters[counter] === OPS,
    `${said} counts ${counters[counter]} of ${OPS} as ${counter}`,
  );
}

/** A few gets through one lane, whose counters are all that is wanted. */
async function load(store: StoreFace): Promise<LaneCounters> {
  const space = await store.open(SPACE);
  try {
    const gate = space.gate();
    try {
      const lane = space.lane(gate, LANE);
      try {
        gate.open();
        await lane.join();
        return lane.counters();
      } finally {
        lane.close();
      }
    } finally {
      gate.close();
    }
  } finally {
    space.close();
  }
}

const SPACE: ObjectSpaceSpec = {
  runId: 1n,
  runKey: 2n,
  seed: 3n,
  keyPrefix: "case/",
  keyCount: OPS,
  sizes: { kind: "fixed", bytes: 4096 },
  keyStyle: { kind: "flat" },
  partBytes: 8 * 1024 ** 2,
  multipartFromBytes: 0,
  unitBytes: 4096,
  mode: "create",
  readOnly: false,
  compressPermille: 0,
  dedupePermille: 0,
  objectTag: 0,
};

const LANE: ObjectLaneSpec = {
  lane: 0,
  seed: 4n,
  firstKey: 0,
  keyCount: OPS,
  limitOps: OPS,
  limitBytes: 0,
  limitNs: 0,
  warmupNs: 0,
  depth: 2,
  arrival: { kind: "closed" },
  choose: { kind: "sequential" },
  weights: { get: 1 },
  rangeBytes: 4096,
  listLimit: 1,
  partDepth: 1,
  verify: true,
  errorsMax: OPS,
  attemptsMax: 1,
  endpoint: 0,
};
