/** A proof as text: the matrix, the clean runs, what is wrong, the verdict. */
import { formatCount } from "../profile/mod.ts";
import {
  FAULT_CLASSES,
  type FaultClass,
  PROOF_BACKENDS,
  type ProofBackend,
} from "./fault_class.ts";
import type { Cell } from "./judge_cell.ts";
import type { BitFlips, CleanUnits, Proof } from "./proof.ts";
import { accusedUnits, comparedUnits } from "./proof_verdict.ts";

/** Columns of a backend's mark, with the gap before it. */
const MARK_WIDTH = 7;
const TEXT_WIDTH = 21;
/** What is left of 80 columns. */
const NAMES_WIDTH = 21;

const MARKS: Readonly<Record<Cell["outcome"], string>> = {
  named: "yes",
  wrong: "NO",
  failed: "failed",
  absent: "-",
};

/** Lines of at most 80 columns, but for reasons, which quote what was said. */
export function renderProof(proof: Proof): string {
  const { cells, clean, flips, seed, tool, verdict } = proof;
  const seconds = (proof.durationNs / 1e9).toFixed(1);
  const lines = [
    `${tool} prove, seed ${seed}`,
    "",
    ...matrix(proof),
    ...absences(cells),
    ...secondNames(cells),
    ...(flips === null ? [] : ["", ...wrapped(flipsText(flips))]),
    ...(clean === null ? [] : ["", ...cleanText(clean)]),
    ...mistakes(proof),
    "",
    ...wrapped(`${verdict.sentence}, in ${seconds} s`),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** A row for each class, and another where backends have other names. */
function matrix({ backends, cells }: Proof): string[] {
  const shown = PROOF_BACKENDS.filter((one) => backends.includes(one));
  const head = "fault".padEnd(TEXT_WIDTH) +
    shown.map((backend) => backend.padStart(MARK_WIDTH)).join("") + "   named";
  const rows = FAULT_CLASSES.flatMap((fault) => {
    const row = cells.filter((cell) => cell.fault === fault.id);
    if (row.length === 0) return [];
    const names = [...new Set(row.map(namesOf))].filter((text) => text !== "");
    return (names.length === 0 ? [""] : names).flatMap((text, index) => {
      const marks = shown.map((backend) =>
        markOf(row, { backend, text, isFirst: index === 0 })
      );
      const first = index === 0 ? fault.text : "";
      const left = first.padEnd(TEXT_WIDTH) +
        marks.map((mark) => mark.padStart(MARK_WIDTH)).join("");
      return wrapped(text, NAMES_WIDTH).map((line, number) =>
        (number === 0 ? left : " ".repeat(left.length)) + `   ${line.trim()}`
      );
    });
  });
  return [head, ...rows];
}

interface MarkRequest {
  readonly backend: ProofBackend;
  readonly text: string;
  readonly isFirst: boolean;
}

function markOf(
  row: readonly Cell[],
  { backend, text, isFirst }: MarkRequest,
): string {
  const cell = row.find((one) => one.backend === backend);
  if (cell === undefined) return "";
  // Nothing was found: the mark stands in the first row.
  const names = namesOf(cell);
  return names === text || (names === "" && isFirst) ? MARKS[cell.outcome] : "";
}

function namesOf({ found }: Cell): string {
  return [...found].sort().join(", ");
}

/** Why a class cannot be, each reason once. */
function absences(cells: readonly Cell[]): string[] {
  const reasons = new Set(
    cells.filter(({ outcome }) => outcome === "absent")
      .flatMap((cell) => cell.reasons),
  );
  return reasons.size === 0 ? [] : ["", `-  ${[...reasons].join("; ")}`];
}

/** Why two names are right for one place, where they are. */
function secondNames(cells: readonly Cell[]): string[] {
  const rows = FAULT_CLASSES.filter((fault) =>
    fault.because !== undefined && cells.some((cell) => cell.fault === fault.id)
  );
  return rows.length === 0 ? [] : [
    "",
    ...rows.flatMap((fault) => wrapped(`${fault.text}: ${orNames(fault)}`)),
  ];
}

function orNames({ names, because }: FaultClass): string {
  return `${(names.damaged ?? []).join(" or ")}, because ${because}`;
}

function flipsText({ flips, named, firstWrong }: BitFlips): string {
  return `single bits  ${formatCount(named)} of ${formatCount(flips)} flips ` +
    "of one unit found and called bit rot" +
    (firstWrong === null ? "" : `; not bit ${firstWrong}`);
}

function cleanText(clean: CleanUnits): string[] {
  const rows = clean.runs.map((run) =>
    `  ${run.backend.padEnd(8)}${run.load.padEnd(44)}` +
    `${formatCount(run.comparedUnits).padStart(12)}` +
    (run.accused > 0 ? `  ${formatCount(run.accused)} ACCUSED` : "")
  );
  return [
    `clean units  ${formatCount(accusedUnits(clean))} accused of ` +
    `${formatCount(comparedUnits(clean))} compared`,
    ...rows,
  ];
}

/** Everything that is not as it must be, with the command that tries again. */
function mistakes({ cells, clean, seed }: Proof): string[] {
  const wrong = cells.filter(({ outcome }) =>
    outcome === "wrong" || outcome === "failed"
  );
  const runs = clean?.runs.filter(({ reason }) => reason !== undefined) ?? [];
  const faults = wrong.flatMap(({ backend, fault, how, outcome, reasons }) => [
    "",
    `${MARKS[outcome]}  ${fault} on ${backend}${how === "" ? "" : ` (${how})`}`,
    ...reasons.map((reason) => `    ${reason}`),
    `    again: stor-verify prove --only ${fault} --backend ${backend} ` +
    `--seed ${seed}`,
  ]);
  const alarms = runs.flatMap(({ backend, load, reason }) => [
    "",
    `${MARKS.wrong}  clean run on ${backend}: ${load}`,
    `    ${reason}`,
  ]);
  return [...faults, ...alarms];
}

/** Further lines are set in; a longer word keeps a line for itself. */
function wrapped(text: string, width = 80): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}
