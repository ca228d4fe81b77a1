/** Which operations clients choose, on which keys, and how often. */
import type { Capability } from "../../../backends/mod.ts";
import { CONSISTENCY_OPS, type ConsistencyOp } from "../../profile/mod.ts";
import { KEY_GROUPS, type KeyGroup } from "./key_space.ts";
import type { Weighted } from "./seeded_choice.ts";

/** What the store must claim, one of them, before it is asked. */
const NEEDS: Readonly<Record<ConsistencyOp, readonly Capability[]>> = {
  put: ["write"],
  putIfAbsent: ["writeIfAbsent"],
  putIfMatch: ["writeIfMatch"],
  putDamaged: ["checksumMd5", "checksumCrc32c", "checksumCrc64nvme"],
  upload: ["multipart"],
  get: ["read"],
  range: ["readRange"],
  head: ["stat"],
  delete: ["delete"],
  list: ["list"],
};

/** Reads outnumber writes: each is a chance to catch one. */
const MIX: Readonly<
  Record<KeyGroup, Partial<Readonly<Record<ConsistencyOp, number>>>>
> = {
  hot: {
    put: 18,
    putIfAbsent: 4,
    putIfMatch: 14,
    putDamaged: 2,
    get: 36,
    range: 12,
    head: 10,
    list: 6,
  },
  churn: {
    put: 18,
    putIfAbsent: 12,
    get: 28,
    head: 8,
    delete: 20,
    list: 14,
  },
  parts: { put: 8, upload: 22, get: 50, range: 10, head: 10 },
  // Each of its conditional puts is one of many clients at one moment.
  contest: { putIfAbsent: 12, putIfMatch: 12, get: 50, head: 14, list: 12 },
};
const GROUPS: Readonly<Record<KeyGroup, number>> = {
  hot: 50,
  churn: 33,
  parts: 10,
  contest: 7,
};
/** Weights are whole numbers: shares are counted in parts of that many. */
const WHOLE = 1_000_000;

/** What a client does next. */
export interface MixedOperation {
  readonly group: KeyGroup;
  readonly operation: ConsistencyOp;
}

export interface OperationMix {
  readonly weighted: readonly Weighted<MixedOperation>[];
  /** What the store does not claim, of what was asked for. */
  readonly notAsked: readonly ConsistencyOp[];
}

/**
 * Leaves out what one of the endpoints does not claim. With `asked` each
 * operation has that weight over all groups together.
 */
export function mixFor(
  claims: readonly ReadonlySet<Capability>[],
  asked?: Readonly<Partial<Record<ConsistencyOp, number>>>,
): OperationMix {
  const isClaimed = (operation: ConsistencyOp) =>
    claims.every((claimed) =>
      NEEDS[operation].some((need) => claimed.has(need))
    );
  const wanted = CONSISTENCY_OPS.filter((op) =>
    asked === undefined || asked[op] !== undefined
  );
  const done = wanted.filter(isClaimed);
  const groups = KEY_GROUPS.filter((group) =>
    (group !== "churn" || done.includes("delete")) &&
    (group !== "parts" || done.includes("upload"))
  );
  const shareOf = (group: KeyGroup, op: ConsistencyOp) =>
    (MIX[group][op] ?? 0) * GROUPS[group];
  const weighted = done.flatMap((operation) => {
    const all = groups.reduce((sum, one) => sum + shareOf(one, operation), 0);
    return groups.map((group) => {
      const share = shareOf(group, operation);
      const weight = asked === undefined
        ? share
        : Math.round((asked[operation] ?? 0) * WHOLE * share / (all || 1));
      return { choice: { group, operation }, weight };
    });
  }).filter(({ weight }) => weight > 0);
  return { weighted, notAsked: wanted.filter((one) => !isClaimed(one)) };
}
