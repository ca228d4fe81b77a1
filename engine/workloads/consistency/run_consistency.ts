/**
 * Lets clients fight over a few keys of a store and says which consistency it
 * kept. Goes in: endpoints of one store, a clock, a seed and limits; comes out:
 * a report, and the keys that were made.
 */
import type { Backend } from "../../../backends/mod.ts";
import { AttemptTally, type WrongAnswer } from "./attempt_tally.ts";
import { Client } from "./client.ts";
import type {
  ConsistencyFinding,
  ConsistencyFindingName,
  ConsistencyReport,
} from "./consistency_report.ts";
import { judgeFace, weaker } from "./judge_keys.ts";
import type { KeyLog } from "./key_log.ts";
import { KeySpace } from "./key_space.ts";
import { mixFor } from "./operation_mix.ts";
import { SeededChoice } from "./seeded_choice.ts";
import { STAMP_BYTES } from "./value_body.ts";
import { witnessSteps } from "./witness_steps.ts";

/** What S3 takes at least for all parts but the last. */
export const PART_SIZE_BYTES = 5 * 1024 ** 2;
/** Findings that are shown of each name; all are counted. */
const SHOWN_MAX = 5;

/** One way into the store. */
export interface ConsistencyEndpoint {
  /** Tells it from the others in a report; holds no secret. */
  readonly name: string;
  readonly backend: Backend;
}

export interface ConsistencyOptions {
  /** Ways into one store, each to the same place; at least one. */
  readonly endpoints: readonly ConsistencyEndpoint[];
  /** Below the place; ends with a slash, and nobody else writes there. */
  readonly prefix: string;
  /** Repeats every choice of every client, but not how they interleave. */
  readonly seed: number;
  /** Monotonic, and one for all clients. */
  nowNs(): number;
  readonly clients: number;
  /** Keys that are fought over at a time, of each group. */
  readonly keys: number;
  /** Attempts of all clients together. */
  readonly operations: number;
  /** Bytes of the first part of uploads; `PART_SIZE_BYTES` when absent. */
  readonly partSizeBytes?: number;
  /** Ends the run early: what is in flight is waited for and judged. */
  readonly signal?: AbortSignal;
}

export interface ConsistencyOutcome {
  readonly report: ConsistencyReport;
  /** Keys that may be there now. */
  readonly keys: readonly string[];
}

/** Rejects only when this program, or what it was asked for, is wrong. */
export async function runConsistency(
  options: ConsistencyOptions,
): Promise<ConsistencyOutcome> {
  const { endpoints, prefix, keys, operations, signal } = options;
  checkOptions(options);
  const space = new KeySpace({ prefix, keys });
  const tally = new AttemptTally();
  const mix = mixFor(endpoints.map(({ backend }) => backend.capabilities));
  const isOver = () =>
    tally.askedCount >= operations || tally.failure !== null ||
    signal?.aborted === true;
  const loops = Array.from({ length: options.clients }, async (_, number) => {
    const client = clientOf(options, { number, space, tally });
    const { choice } = client.options;
    while (mix.weighted.length > 0 && !isOver()) {
      const { group, operation } = choice.pick(mix.weighted);
      await client.run(operation, space.take(group, choice));
    }
  });
  await Promise.all(loops);
  const { failure } = tally;
  const isStopped = failure === null && tally.askedCount < operations;
  return {
    report: reportOf(options, {
      logs: space.logs,
      tally,
      notAsked: mix.notAsked,
      stoppedBy: failure !== null
        ? "failure"
        : isStopped
        ? "signal"
        : "operations",
    }),
    keys: space.logs.map(({ key }) => key),
  };
}

function checkOptions({ endpoints, clients, keys }: ConsistencyOptions): void {
  if (endpoints.length === 0 || !(clients >= 1) || !(keys >= 1)) {
    throw new RangeError(
      `Cannot run ${clients} clients on ${keys} keys at ${endpoints.length} ` +
        "endpoints: at least one of each is needed",
    );
  }
}

function clientOf(
  options: ConsistencyOptions,
  shared: {
    readonly number: number;
    readonly space: KeySpace;
    readonly tally: AttemptTally;
  },
): Client {
  const { endpoints, seed, partSizeBytes = PART_SIZE_BYTES } = options;
  const { number, space, tally } = shared;
  const endpoint = endpoints[number % endpoints.length];
  if (endpoint === undefined) throw new RangeError("There is no endpoint");
  return new Client({
    client: number,
    endpoint: endpoint.backend,
    endpointName: endpoint.name,
    space,
    tally,
    choice: new SeededChoice(seed, number),
    run: new SeededChoice(seed, -2).next(),
    partStamps: Math.ceil(partSizeBytes / STAMP_BYTES),
    nowNs: () => options.nowNs(),
  });
}

interface Ended {
  readonly logs: readonly KeyLog[];
  readonly tally: AttemptTally;
  readonly notAsked: ConsistencyReport["notAsked"];
  readonly stoppedBy: ConsistencyReport["stoppedBy"];
}

function reportOf(
  { seed, clients, endpoints }: ConsistencyOptions,
  { logs, tally, notAsked, stoppedBy }: Ended,
): ConsistencyReport {
  const reads = judgeFace(logs, "reads");
  const lists = judgeFace(logs, "lists");
  const all = [
    ...[...tally.wrong, ...logs.flatMap(unexplained)].map(wrongFinding),
    ...reads.findings,
    ...lists.findings,
  ];
  return {
    seed,
    clients,
    endpoints: endpoints.map(({ name }) => name),
    operations: tally.counts(),
    notAsked,
    failures: Object.fromEntries(tally.failures),
    level: weaker(reads.verdict.level, lists.verdict.level),
    reads: reads.verdict,
    lists: lists.verdict,
    ...shown(all),
    stoppedBy,
    failure: tally.failure,
    openUploads: tally.openUploads,
  };
}

/** What only the end can tell: until then an answer may have been on its way. */
function unexplained(log: KeyLog): WrongAnswer[] {
  return [
    ...log.lookedAtRefused().map((look) => ({
      name: "refused write seen" as const,
      log,
      key: log.key,
      sentence: "A read returned the value of a write that was refused",
      rows: [look],
    })),
    ...log.unexplained().map((look) => ({
      name: "foreign" as const,
      log,
      key: log.key,
      sentence: `A ${look.operation} told an etag that no write was answered ` +
        "with",
      rows: [look],
    })),
  ];
}

function wrongFinding(wrong: WrongAnswer): ConsistencyFinding {
  const { name, key, sentence, rows } = wrong;
  return { name, key, sentence, witness: witnessSteps(rows) };
}

function shown(
  all: readonly ConsistencyFinding[],
): Pick<ConsistencyReport, "findings" | "findingCounts"> {
  const findingCounts: Partial<Record<ConsistencyFindingName, number>> = {};
  for (const { name } of all) {
    findingCounts[name] = (findingCounts[name] ?? 0) + 1;
  }
  const sorted = all.toSorted((a, b) => a.witness.length - b.witness.length);
  const taken = new Map<ConsistencyFindingName, number>();
  const findings = sorted.filter(({ name }) => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count <= SHOWN_MAX;
  });
  return { findings, findingCounts };
}
