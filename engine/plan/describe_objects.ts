/** What a run does to the keys of a store, in words: one text for each entry. */
import { formatBytes, formatCount } from "../profile/mod.ts";
import type {
  PlannedObjects,
  PlannedObjectStep,
} from "../workloads/object/mod.ts";
import type { PlannedTarget } from "./plan.ts";

/** What is deleted where a run owns what it made. */
export const DELETES_OWN = "what it creates, after a run that passes; else " +
  "it is kept for stor-verify verify";

/** `is`, `creates`, `writes` and `deletes`, in this order. */
export function objectEntries(
  objects: PlannedObjects,
  { steps }: PlannedTarget,
  runId: string,
): readonly (readonly [key: string, text: string])[] {
  const { client, clientVersion, endpoints, keyPrefix, keys, keyStyle } =
    objects;
  const over = `${endpoints} ${endpoints === 1 ? "endpoint" : "endpoints"}`;
  const tree = keyStyle.kind === "flat"
    ? ""
    : ` in a tree of ${keyStyle.width} folders a level`;
  const loads = steps.filter((step) => step.kind === "object");
  return [
    [
      "is",
      `a store of objects, driven by ${client} (${clientVersion}) over ${over}`,
    ],
    [
      "creates",
      `up to ${formatCount(keys)} objects below ${keyPrefix}${tree}, ` +
      `${sizesText(objects.sizes)}; and a marker .stor-verify.json of run ` +
      runId,
    ],
    ["writes", writesText(loads)],
    ["deletes", DELETES_OWN],
  ];
}

/** Steps that end by operations put their share; others what they can. */
function writesText(steps: readonly PlannedObjectStep[]): string {
  const writing = steps.filter((step) => putShare(step) > 0);
  const puts = writing.reduce(
    (sum, step) => sum + Math.round((step.ops ?? 0) * putShare(step)),
    0,
  );
  const open = writing.filter(({ ops }) => ops === null)
    .map(({ name }) => name);
  const parts = [
    ...(puts > 0
      ? [`${formatCount(puts)} objects, new or over an old one`]
      : []),
    ...(open.length > 0
      ? [`what the steps without a count can (${open.join(", ")})`]
      : []),
  ];
  return parts.length === 0 ? "nothing" : parts.join(", and ");
}

function putShare({ lanes }: PlannedObjectStep): number {
  const weights = lanes[0]?.weights ?? {};
  const sum = Object.values(weights).reduce((total, one) => total + one, 0);
  const puts = (weights.put ?? 0) + (weights.upload ?? 0);
  return sum > 0 ? puts / sum : 0;
}

function sizesText(sizes: PlannedObjects["sizes"]): string {
  switch (sizes.kind) {
    case "fixed":
      return `each of ${sized(sizes.bytes)}`;
    case "uniform":
      return `of ${formatBytes(sizes.minBytes)} to ` +
        `${formatBytes(sizes.maxBytes)}, all alike often`;
    case "lognormal":
      return `of ${formatBytes(sizes.minBytes)} to ` +
        `${formatBytes(sizes.maxBytes)}, half of them below ` +
        `${formatBytes(sizes.medianBytes)} (sigma ${sizes.sigmaMilli / 1000})`;
    case "list": {
      const sum = sizes.sizes.reduce((total, one) => total + one.weight, 0);
      return sizes.sizes.map(({ bytes, weight }) =>
        `${Math.round(weight / sum * 1000) / 10}% of ${formatBytes(bytes)}`
      ).join(", ");
    }
  }
}

/** `10 GiB (10,737,418,240 bytes)` */
export function sized(bytes: number): string {
  return `${formatBytes(bytes)} (${formatCount(bytes)} bytes)`;
}
