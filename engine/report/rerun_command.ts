/** The command that does a run once more, for what only that can show. */
import type { Recording } from "../recorder/mod.ts";
import { shellWord } from "./shell_word.ts";

type Rerun = Pick<Recording, "plan" | "repeat" | "rerun">;

/** With the same seed, on `targets` only; for a shell. */
export function rerunCommand(
  { plan, repeat = [], rerun = [] }: Rerun,
  targets: readonly string[],
): string {
  return [
    ...["stor-verify", "run"],
    ...(rerun.length > 0 ? rerun : ["--profile", plan.profile.name]),
    // By its name: the URL of a store does not say where it is.
    ...targets.flatMap((name) => ["--target", name]),
    ...["--seed", String(plan.seed)],
    ...repeat,
  ].map(shellWord).join(" ");
}
