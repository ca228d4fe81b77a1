/** Commands of the docs that no test carries out, each with the reason. */
import type { PageCommand } from "./page.ts";

/** How a command begins, or the whole of it with a full stop behind. */
export const GAPS: Readonly<Record<string, string>> = {
  "stor-verify ack-log": "listens for another host: ack_log_test.ts",
  "stor-verify run --profile soak-1h": "an hour, and a plug to pull",
  "stor-verify verify --ack-log": "needs a power cut: ack_log_test.ts",
  "stor-verify prove.": "a minute; .ci/run does it with the program itself",
  "stor-verify cases run --select crash":
    "seconds of a core: run_cases_test.ts",
  "stor-verify run --profile consistency --target lab.":
    "half a minute: strongly-consistent-store.md has it in small",
  "stor-verify run --profile table-verify":
    "minutes of cases: tests/engine/cases/table has each of them",
  "stor-verify table ": "of a table that the reader has: tests/cmd/table",
  "stor-verify judge 3f2a": "of a run that is left out",
  "stor-verify run --profile object-mixed":
    "two hundred megabytes: load-on-object-stores.md has it in small",
  "stor-verify run --fault write.lost":
    "as much as a run of its size: checking-the-checker.md has it in small",
};

/** Why a command is left out; `undefined` for one that is carried out. */
export function gapOf({ words }: PageCommand): string | undefined {
  if (words === null) return "of another program";
  const own = `stor-verify ${words.join(" ")}`;
  return Object.entries(GAPS).find(([start]) => isGap(own, start))?.[1];
}

/** Whether an entry of `GAPS` is about a command. */
export function isGap(own: string, start: string): boolean {
  return start.endsWith(".") ? `${own}.` === start : own.startsWith(start);
}
