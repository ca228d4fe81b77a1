/** All findings of a recording: refined, explained, each with its command. */
import type { Plan, PlannedTarget } from "../plan/mod.ts";
import type { FindingRecording, Recording } from "../recorder/mod.ts";
import { STRANGER_KEY } from "../workers/mod.ts";
import { comparedAll, objectOf } from "./compared_all.ts";
import { findingSentence } from "./finding_sentence.ts";
import { keySentence } from "./key_sentence.ts";
import { rerunCommand } from "./rerun_command.ts";
import { sampleWords } from "./sample_words.ts";
import { shellWord } from "./shell_word.ts";
import { refineFindings } from "./refine_findings.ts";
import type { FindingReport } from "./report.ts";

/** In the order in which they were found, target by target. */
export function findingReports(recording: Recording): FindingReport[] {
  const { plan } = recording;
  return plan.targets.flatMap((target) => {
    const steps = recording.steps.filter((one) => one.target === target.name);
    const refined = refineFindings(steps.flatMap((one) => one.findings), {
      objectOf: (finding) => objectOf(target, finding),
      wholeSteps: new Set(
        steps.filter((step) => comparedAll(step, target))
          .map(({ step }) => step),
      ),
    });
    return refined.map((finding) => ({
      ...finding,
      sentence: finding.key === undefined
        ? findingSentence(finding, (id) => fileNameOf(plan, id))
        : keySentence(
          finding,
          (id) =>
            id === objectOf(target, finding)
              ? finding.file
              : fileNameOf(plan, id),
        ),
      again: againCommand(recording, target, finding),
      ...wordsOf(finding, target),
    }));
  });
}

/** Bytes of a checksum, or of the name of a stranger, are no unit's words. */
function wordsOf(
  finding: FindingRecording,
  target: PlannedTarget,
): Pick<FindingReport, "words"> {
  const words = sampleWords(finding, target);
  return words.length > 0 ? { words } : {};
}

function fileNameOf(plan: Plan, objectId: string): string | null {
  for (const { space } of plan.targets) {
    const file = space?.files.find((one) => one.objectId === objectId);
    if (file !== undefined) return file.name;
  }
  return null;
}

/**
 * What was in memory is gone, and a reading-back lists nothing: only the same
 * run again can show it.
 */
function againCommand(
  recording: Recording,
  target: PlannedTarget,
  finding: FindingRecording,
): string {
  const { plan, repeat = [] } = recording;
  const { space } = target;
  const verify = (...narrowed: readonly (string | number)[]) =>
    words(
      ...["stor-verify", "verify", plan.runId, "--target", target.name],
      ...narrowed,
      ...repeat,
    );
  const isStranger = finding.key === STRANGER_KEY;
  if (finding.key !== undefined && !isStranger) {
    return verify("--key", finding.key);
  }
  if (
    isStranger || space === null || space.kind === "memory" ||
    space.kind === "null"
  ) return rerunCommand(recording, [target.name]);
  const index = space.files.findIndex(({ name }) => name === finding.file);
  const offset = Math.max(0, index) * space.fileBytes + finding.offsetBytes;
  return verify("--offset", offset);
}

function words(...typed: readonly (string | number)[]): string {
  return typed.map((word) => shellWord(String(word))).join(" ");
}
