/** Which operations clients choose, on which keys, and how often. */
import type { Capability } from "../../../backends/mod.ts";
import { type OperationName, OPERATIONS } from "./consistency_report.ts";
import type { KeyGroup } from "./key_space.ts";
import type { Weighted } from "./seeded_choice.ts";

/** What the store must claim before it is asked. */
const NEEDS: Readonly<Record<OperationName, Capability>> = {
  "put": "write",
  "put if absent": "writeIfAbsent",
  "put if match": "writeIfMatch",
  "upload": "multipart",
  "get": "read",
  "get range": "readRange",
  "head": "stat",
  "delete": "delete",
  "list": "list",
};

/** Reads outnumber writes: each is a chance to catch one. */
const MIX: Readonly<
  Record<KeyGroup, Partial<Readonly<Record<OperationName, number>>>>
> = {
  hot: {
    "put": 18,
    "put if absent": 4,
    "put if match": 14,
    "get": 36,
    "get range": 12,
    "head": 10,
    "list": 6,
  },
  churn: {
    "put": 18,
    "put if absent": 12,
    "get": 28,
    "head": 8,
    "delete": 20,
    "list": 14,
  },
  parts: { "put": 8, "upload": 22, "get": 50, "get range": 10, "head": 10 },
};
const GROUPS: Readonly<Record<KeyGroup, number>> = {
  hot: 55,
  churn: 35,
  parts: 10,
};

/** What a client does next. */
export interface MixedOperation {
  readonly group: KeyGroup;
  readonly operation: OperationName;
}

export interface OperationMix {
  readonly weighted: readonly Weighted<MixedOperation>[];
  readonly notAsked: readonly OperationName[];
}

/** Leaves out what one of the endpoints does not claim. */
export function mixFor(
  claims: readonly ReadonlySet<Capability>[],
): OperationMix {
  const isClaimed = (operation: OperationName) =>
    claims.every((claimed) => claimed.has(NEEDS[operation]));
  const groups: readonly KeyGroup[] = ["hot", "churn", "parts"];
  const weighted = groups
    .filter((group) =>
      (group !== "churn" || isClaimed("delete")) &&
      (group !== "parts" || isClaimed("upload"))
    )
    .flatMap((group) =>
      OPERATIONS.filter(isClaimed).map((operation) => ({
        choice: { group, operation },
        weight: (MIX[group][operation] ?? 0) * GROUPS[group],
      }))
    )
    .filter(({ weight }) => weight > 0);
  return { weighted, notAsked: OPERATIONS.filter((one) => !isClaimed(one)) };
}
