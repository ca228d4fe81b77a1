/** What a bare `run` says before it begins: what it does to this machine. */
import { formatBytes, formatDuration, type Profile } from "../engine/mod.ts";
import type { Args } from "./command.ts";
import type { Selection } from "./selection.ts";

/**
 * Lines for a person who typed neither a profile nor a target; none for anybody
 * else, who has said what is to be done.
 */
export function openingWords(
  args: Pick<Args, "has" | "texts">,
  { profile, targets }: Selection,
): string {
  const isTold = args.has("profile") || args.texts("target").length > 0;
  if (isTold || args.has("quiet")) return "";
  const places = targets.map(({ url }) => url.text);
  return [
    `Without flags this runs the profile "${profile.name}" over`,
    ...places.map((place) => `  ${place}`),
    ...amounts(profile),
    "Nothing else is touched. What it makes it removes after a clean pass, and",
    "Ctrl-C ends it in order.",
    "  only look:      stor-verify plan",
    "  other storage:  stor-verify run --target direct:///mnt/x/test",
    "  names for it:   stor-verify init",
  ].map((line) => `${line}\n`).join("") + "\n";
}

function amounts({ sizeBytes, steps }: Profile): string[] {
  const timed = steps.flatMap((step) => {
    if (step.kind !== "block" && step.kind !== "object") return [];
    return step.durationNs === undefined ? [] : step.durationNs + step.warmupNs;
  });
  const timeNs = timed.reduce((sum, ns) => sum + ns, 0);
  const size = sizeBytes === undefined
    ? ""
    : `${formatBytes(sizeBytes)} of space`;
  const time = timeNs === 0 ? "" : `${formatDuration(timeNs)} of load`;
  const both = [size, time].filter((one) => one !== "").join(" and ");
  return both === "" ? [] : [`with ${both} on each, and every byte judged.`];
}
