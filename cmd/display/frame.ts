/** The live region as lines: progress in, text out, nothing written. */
import { red } from "./color.ts";
import {
  doneShare,
  leftNs,
  type Progress,
  type StepProgress,
} from "./progress.ts";

interface FrameOptions {
  readonly columns: number;
  /** Most lines that the region may take. */
  readonly rows: number;
  readonly color: boolean;
}

const BAR_CELLS = 24;
/** Shorter ones show nothing that the percentage does not. */
const BAR_CELLS_MIN = 6;
/** In less there is no room for targets beside their steps. */
const TARGET_COLUMNS = 64;
/** Brackets, percentage and time left beside a bar. */
const BESIDE_BAR_CELLS = 22;

/** At most `rows` lines of at most `columns` visible characters each. */
export function renderFrame(
  progress: Progress,
  options: FrameOptions,
): string[] {
  const current = Math.max(
    0,
    progress.steps.findIndex((step) => step.state === "running"),
  );
  const rows = Math.max(1, options.rows - 2);
  const first = Math.max(
    0,
    Math.min(current - 1, progress.steps.length - rows),
  );
  const shown = progress.steps.slice(first, first + rows);
  const after = progress.steps.length - first - shown.length;
  const lines = [
    headLine(progress, options),
    ...shown.map((step) =>
      fit(stepLine(step, options.columns), options.columns)
    ),
  ];
  if (after > 0) lines.push(fit(`        and ${after} more`, options.columns));
  return lines;
}

function headLine(progress: Progress, options: FrameOptions): string {
  const ended =
    progress.steps.filter((step) =>
      step.state !== "waiting" && step.state !== "running"
    ).length;
  const name = `${progress.profile} ${progress.runId}  `;
  const rest = `${ended} of ${progress.steps.length} steps  findings `;
  const count = String(progress.findings).length;
  // The report has the name; nobody else tells of findings at once.
  const isShort = name.length + rest.length + count >= options.columns;
  const text = isShort ? rest : name + rest;
  const line = fit(`${text}${progress.findings}`, options.columns);
  const isMarked = options.color && progress.findings > 0 &&
    line.startsWith(text);
  return isMarked ? text + red(String(progress.findings)) : line;
}

const STATE_WORDS: Readonly<Record<StepProgress["state"], string>> = {
  waiting: "next",
  running: "now",
  done: "done",
  stopped: "stop",
  failed: "FAIL",
};

function stepLine(step: StepProgress, columns: number): string {
  const target = columns < TARGET_COLUMNS ? "" : ` ${tail(step.target, 11)}`;
  const name = step.step.slice(0, 14).padEnd(14) + target;
  const head = `  ${STATE_WORDS[step.state].padEnd(4)}  ${name}`;
  if (step.state === "waiting") return head.trimEnd();
  const spent = seconds(step.atNs - step.startNs);
  if (step.state !== "running") return `${head}  ${spent}`;
  const share = doneShare(step);
  const left = leftNs(step);
  return share === null
    ? `${head}  ${spent}`
    : `${head}  ${bar(share, columns - head.length - BESIDE_BAR_CELLS)}` +
      percent(share) +
      (left === null ? "" : `  ${seconds(left).trim()} left`);
}

/** A target's end tells it from others better than its beginning. */
function tail(target: string, cells: number): string {
  return target.length <= cells
    ? target.padEnd(cells)
    : `..${target.slice(2 - cells)}`;
}

/** With a blank after it; nothing where there is no room. */
function bar(share: number, room: number): string {
  const cells = Math.min(BAR_CELLS, room);
  if (cells < BAR_CELLS_MIN) return "";
  const filled = Math.floor(share * cells);
  return `[${"#".repeat(filled)}${".".repeat(cells - filled)}] `;
}

function percent(share: number): string {
  return `${String(Math.floor(share * 100)).padStart(3)} %`;
}

function seconds(ns: number): string {
  const whole = Math.round(ns / 1e9);
  if (whole < 100) return `${String(whole).padStart(4)} s`;
  const minutes = Math.floor(whole / 60);
  return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** One column stays free: a full line makes some terminals wrap. */
function fit(line: string, columns: number): string {
  return line.slice(0, Math.max(0, columns - 1));
}
