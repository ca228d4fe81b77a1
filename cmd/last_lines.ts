/** The last lines of a run: where everything is, and how to go on from here. */
import { type Plan, type Report, shellWord } from "../engine/mod.ts";
import type { ReleasedPlaces } from "./places.ts";
import type { RunFolder } from "./store/run_folder.ts";
import type { RunPlace } from "./store/run_state.ts";

/** What the last lines tell of. */
export interface LastLinesOptions {
  readonly plan: Pick<Plan, "runId">;
  readonly report: Report;
  readonly folder: Pick<RunFolder, "path">;
  readonly released: Pick<ReleasedPlaces, "places" | "left" | "retries">;
  /** Flags that later commands about the run need. */
  readonly repeat: readonly string[];
}

/** Where everything is now, with the commands that go on from here. */
export function lastLines(options: LastLinesOptions): string {
  const { folder, plan: { runId }, released, repeat, report } = options;
  const kept = released.places.filter((place) => place.kept);
  const deleted = released.places.filter((place) =>
    !place.kept && place.oracle !== null &&
    (place.folder !== null || place.isStore === true)
  );
  const typed = (...words: readonly string[]) =>
    ["stor-verify", ...words, ...repeat].map(shellWord).join(" ");
  const lines = [`report   ${folder.path}`];
  for (const { url } of kept) lines.push(`kept     ${url}`);
  const isCut = ["interrupted", "failed"].includes(report.verdict.outcome);
  if (isCut && kept.some(({ isStore }) => isStore === true)) {
    lines.push(`         go on with:       ${typed("run", "--resume", runId)}`);
  }
  if (kept.some(({ oracle }) => oracle !== null)) {
    lines.push(`         judge again with: ${typed("verify", runId)}`);
  }
  if (kept.length > 0) {
    lines.push(`         remove with:      ${typed("clean", runId)}`);
  }
  if (deleted.length > 0) {
    lines.push(`deleted  ${deletedBecause(report, deleted)}`);
  }
  for (const path of released.left) {
    lines.push(`left     ${path}: not of this run`);
  }
  for (const sentence of released.retries) lines.push(`retried  ${sentence}`);
  return lines.map((line) => `${line}\n`).join("");
}

function deletedBecause(
  { coverage, table = [], verdict }: Report,
  deleted: readonly RunPlace[],
): string {
  const isObjects = deleted.every(({ isStore }) => isStore === true);
  const whose = `the run's ${isObjects ? "objects" : "files"}`;
  if (verdict.outcome !== "pass") return "nothing had been written there";
  const isCompared = coverage.comparedBytes > 0 ||
    table.some(({ comparedRows }) => comparedRows > 0);
  return isCompared
    ? `${whose}: every byte was as it should be`
    : `${whose}: nothing was to be compared`;
}
