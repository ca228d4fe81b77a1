/** What clients came to, with defaults: a quiet step that kept its promise. */
import type { PlannedConsistencyStep } from "../../engine/plan/mod.ts";
import {
  CLIENT_OPERATIONS,
  type ConsistencyEnded,
} from "../../engine/workers/mod.ts";

type ConsistencyReport = ConsistencyEnded["report"];
type Finding = ConsistencyReport["findings"][number];

export function clientsStep(
  changes: Partial<PlannedConsistencyStep> = {},
): PlannedConsistencyStep {
  return {
    kind: "consistency",
    name: "race",
    clients: 4,
    keys: 2,
    keyPrefix: "sv-0123456789abcdef-clients-0/",
    seed: 7,
    valueMinBytes: 256,
    valueMaxBytes: 512,
    partBytes: 512,
    ops: 400,
    durationNs: null,
    promise: { level: "linearizable", source: "somebody says so" },
    endpoints: 1,
    ...changes,
  };
}

const COUNT = { asked: 0, answered: 0, refused: 0, unknown: 0, failed: 0 };
const FACE: ConsistencyReport["reads"] = {
  level: "linearizable",
  stalenessNs: 0,
  staleLooks: 0,
  looks: 70,
  ambiguous: 0,
  keys: 5,
  undecidedKeys: 0,
  violatedKeys: 0,
};

export function consistencyReport(
  changes: Partial<ConsistencyReport> = {},
): ConsistencyReport {
  return {
    seed: 7,
    clients: 4,
    durationNs: 2e9,
    endpoints: ["http://one", "http://two"],
    // Each name once, as the list of them has it.
    operations: {
      ...Object.fromEntries(
        CLIENT_OPERATIONS.map((name) => [name, COUNT]),
      ) as ConsistencyReport["operations"],
      put: { ...COUNT, asked: 10, answered: 8, refused: 1, unknown: 1 },
      get: { ...COUNT, asked: 70, answered: 70 },
    },
    notAsked: ["putDamaged"],
    failures: { TimedOut: 1 },
    level: "linearizable",
    reads: FACE,
    lists: { ...FACE, looks: 12 },
    findings: [],
    findingCounts: {},
    heldCounts: {},
    stoppedBy: "limit",
    failure: null,
    openUploads: 2,
    ...changes,
  };
}

/** A read that was behind for 30 ms, with its evidence. */
export function staleRead(changes: Partial<Finding> = {}): Finding {
  const step = {
    client: 1,
    endpoint: "http://one",
    operation: "put" as const,
    value: 3,
    etag: '"e3"',
    requestId: "A1",
    callNs: 0,
    returnNs: 4e6,
    sentence: "Client 1 at http://one, from 0.000 to 4.000 ms: put of value 3",
  };
  return {
    name: "stale read",
    key: "hot/0001",
    held: "read-your-writes",
    sentence: "A get returned a value that an acknowledged write had replaced",
    witness: [
      step,
      {
        ...step,
        client: 2,
        endpoint: "http://two",
        operation: "get",
        value: 2,
        callNs: 34e6,
        returnNs: null,
        sentence: "Client 2 at http://two, from 34.000 ms: get saw value 2",
      },
    ],
    ...changes,
  };
}

export function consistencyEnded(
  changes: Partial<ConsistencyEnded> = {},
): ConsistencyEnded {
  return {
    type: "consistency-ended",
    target: "local",
    step: "race",
    startNs: 1e9,
    atNs: 3e9,
    promise: { level: "linearizable", source: "somebody says so" },
    report: consistencyReport(),
    history: "history-0-race.jsonl",
    ...changes,
  };
}
