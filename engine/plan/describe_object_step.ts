/** One planned step over keys in words, as lines without indentation. */
import { formatBytes, OBJECT_OPS } from "../profile/mod.ts";
import type {
  PlannedObjectLane,
  PlannedObjectStep,
} from "../workloads/object/mod.ts";
import { arrivalText, limitText, plural } from "./_step_words.ts";

/** What is done, by how many lanes, until when and how it is judged. */
export function objectLines(step: PlannedObjectStep): string[] {
  const [lane] = step.lanes;
  if (lane === undefined) return ["nothing"];
  return [
    `${opsText(lane)}; keys ${chooseText(lane)}`,
    `${plural(step.lanes.length, "lane")} of depth ${lane.depth}, http, ` +
    arrivalText(step, lane),
    `${limitText(step, lane)}; ${checkText(lane)}; ${attemptsText(lane)}`,
  ];
}

function opsText({ weights, rangeBytes, listLimit }: PlannedObjectLane) {
  const sum = OBJECT_OPS.reduce((total, op) => total + (weights[op] ?? 0), 0);
  return OBJECT_OPS.flatMap((op) => {
    const weight = weights[op] ?? 0;
    if (weight === 0) return [];
    const share = weight === sum
      ? op
      : `${op} ${Math.round(weight / sum * 1000) / 10}%`;
    if (op === "range") return [`${share} (${formatBytes(rangeBytes)})`];
    return op === "list" ? [`${share} (${plural(listLimit, "key")})`] : [share];
  }).join(", ");
}

function chooseText({ choose }: PlannedObjectLane): string {
  switch (choose.kind) {
    case "sequential":
      return "in order";
    case "there":
      return "that are there, in order";
    case "missing":
      return "that are not there yet, in order";
    case "random":
      return "at random";
    case "zipf":
      return `by Zipf with skew ${choose.thetaMilli / 1000}`;
    case "hot-band":
      return `with ${choose.accessPermille / 10}% of the operations on ` +
        `${choose.spacePermille / 10}% of them`;
  }
}

function checkText({ verify, weights }: PlannedObjectLane): string {
  const answers = (weights.get ?? 0) + (weights.range ?? 0) +
    (weights.head ?? 0) + (weights.list ?? 0);
  if (answers === 0) return "nothing to compare";
  return verify ? "every answer is compared" : "nothing is compared";
}

function attemptsText({ attemptsMax }: PlannedObjectLane): string {
  return attemptsMax === 1
    ? "nothing is tried again"
    : `up to ${attemptsMax} attempts`;
}
