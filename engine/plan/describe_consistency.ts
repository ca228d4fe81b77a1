/** A planned step of clients in words, as lines without indentation. */
import {
  CONSISTENCY_OPS,
  formatBytes,
  formatDuration,
} from "../profile/mod.ts";
import type { PlannedConsistencyStep } from "../workloads/consistency/mod.ts";
import { plural } from "./_step_words.ts";

/** What clients do, until when, and by what they are judged. */
export function consistencyLines(step: PlannedConsistencyStep): string[] {
  const { clients, endpoints, keys, promise } = step;
  return [
    `${plural(clients, "client")} at ${plural(endpoints, "endpoint")} fight ` +
    `over ${plural(keys, "key")} of each kind below ${step.keyPrefix}`,
    `${opsText(step)}; values of ${valueText(step)}, parts of ` +
    `${formatBytes(step.partBytes)}; nothing is tried again`,
    `${limitText(step)}; ${promise.level} must hold (${promise.source})`,
  ];
}

function opsText({ op }: PlannedConsistencyStep): string {
  if (op === undefined) return "every operation that the store claims";
  return CONSISTENCY_OPS.flatMap((name) => {
    const weight = op[name];
    return weight === undefined ? [] : [`${name} ${weight}`];
  }).join(", ");
}

function valueText(
  { valueMinBytes, valueMaxBytes }: PlannedConsistencyStep,
): string {
  return valueMinBytes === valueMaxBytes
    ? formatBytes(valueMinBytes)
    : `${formatBytes(valueMinBytes)} to ${formatBytes(valueMaxBytes)}`;
}

function limitText({ ops, durationNs }: PlannedConsistencyStep): string {
  return [
    ...(ops === null ? [] : [plural(ops, "attempt")]),
    ...(durationNs === null ? [] : [formatDuration(durationNs)]),
  ].join(" or ");
}
