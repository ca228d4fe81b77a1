/** What clients must find of each lie of a store, and how they look for it. */
import type {
  ConsistencyFinding,
  ConsistencyReport,
} from "../../../engine/workloads/consistency/mod.ts";
import { runOnStore, type StoreRun } from "./_store_run.ts";

type Name = ConsistencyFinding["name"];

export interface Lie {
  readonly name: string;
  /** Names of findings, one of which it must get. */
  readonly names: readonly Name[];
  /** It is told from the first time on, as only that makes a difference. */
  readonly isConstant?: boolean;
  /** Only the second address of the store tells it. */
  readonly isOfReplica?: boolean;
}

const LOST: readonly Name[] = ["lost update", "two winners"];
const OLD: readonly Name[] = ["stale read", "lost write"];
const CHECKSUM: readonly Name[] = ["checksum ignored"];
const MISLAID: readonly Name[] = ["lost write", "impossible read"];

export const LIES: Readonly<Record<StoreRun["store"], readonly Lie[]>> = {
  s3: [
    { name: "drop-write", names: OLD },
    { name: "drop-delete", names: ["resurrected delete"] },
    { name: "ignore-if-none-match", names: LOST },
    { name: "ignore-if-match", names: LOST },
    { name: "racing-conditions", names: LOST },
    { name: "late-part", names: ["torn"], isConstant: true },
    { name: "keep-first-part", names: ["torn"], isConstant: true },
    { name: "abort-completed", names: MISLAID, isConstant: true },
    { name: "accept-checksum", names: CHECKSUM, isConstant: true },
    { name: "reuse-etag", names: ["etag reused"] },
    { name: "stale-read", names: OLD },
    { name: "read-deleted", names: ["resurrected delete"] },
    { name: "read-lags", names: OLD },
    { name: "hide-object", names: MISLAID },
    { name: "other-key", names: ["cross-object", "torn"] },
    { name: "mix-versions", names: ["torn"] },
    { name: "lose-part", names: ["torn"], isConstant: true },
    { name: "swap-parts", names: ["torn"], isConstant: true },
    { name: "flip-bit", names: ["torn"] },
    { name: "zero-tail", names: ["torn"] },
    { name: "wrong-range", names: ["torn"] },
    { name: "list-lags", names: ["list is stale", "list misses key"] },
    { name: "list-lacks-key", names: ["list misses key"] },
    { name: "list-deleted", names: ["list shows deleted key"] },
    { name: "stale-read", names: OLD, isOfReplica: true },
  ],
  azure: [
    { name: "lost-write", names: OLD },
    { name: "lost-delete", names: ["resurrected delete"] },
    { name: "ignored-condition", names: LOST },
    { name: "racing-conditions", names: LOST },
    { name: "keep-first-block", names: ["torn"], isConstant: true },
    { name: "accept-checksum", names: CHECKSUM, isConstant: true },
    { name: "wrong-etag", names: ["etag reused"] },
    { name: "stale-read", names: OLD },
    { name: "read-deleted", names: ["resurrected delete"] },
    { name: "hide-object", names: MISLAID },
    { name: "wrong-object", names: ["cross-object", "torn"] },
    { name: "mix-versions", names: ["torn"] },
    { name: "lost-block", names: ["torn"], isConstant: true },
    { name: "swap-blocks", names: ["torn"], isConstant: true },
    { name: "bit-flip", names: ["torn"] },
    { name: "zero-tail", names: ["torn"] },
    { name: "wrong-range", names: ["torn"] },
    { name: "list-lags", names: ["list is stale", "list misses key"] },
    { name: "list-lacks-key", names: ["list misses key"] },
    { name: "list-deleted", names: ["list shows deleted key"] },
    { name: "stale-read", names: OLD, isOfReplica: true },
  ],
};
/** A lie about bytes that no operation of a round asks for is in the next. */
const ROUNDS = 5;

export interface FoundLie {
  readonly finding: ConsistencyFinding;
  readonly report: ConsistencyReport;
}

/** How a lie is called where both addresses or one may tell it. */
export function titleOf({ name, isOfReplica = false }: Lie): string {
  return isOfReplica ? `${name} at one of two addresses` : name;
}

/** The first finding of the right name; fails when no round had one. */
export async function findLie(
  store: StoreRun["store"],
  { name, names, isConstant = false, isOfReplica = false }: Lie,
): Promise<FoundLie> {
  let lies = 0;
  const armed = isConstant ? [{ name }] : [{ name, after: 3, every: 4 }];
  // A lie about the past needs one armed from the start.
  const mutants = isOfReplica
    ? [[{ name, after: 1e9 }], [{ name }]]
    : [armed, armed];
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const { report, fired } = await runOnStore({
      ...{ store, mutants },
      options: { seed, operations: isConstant ? 1200 : 600 },
    });
    lies += fired(name);
    const finding = report.findings.find((one) => names.includes(one.name));
    if (finding !== undefined) return { finding, report };
  }
  throw new Error(`${lies} lies in ${ROUNDS} rounds were not found`);
}
