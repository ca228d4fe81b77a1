/**
 * The compiled `./stor-verify` as a contender: block work becomes a profile
 * of its own, its JSON report is read back. A run that does not pass is no
 * measurement.
 */
import type { Report, StepReport } from "../../engine/mod.ts";
import { runChild } from "./child.ts";
import type { BlockTool, BlockWork, Measured } from "./work.ts";

export interface StorVerifyOptions {
  /** Absolute path of the compiled program. */
  readonly program: string;
  /** Name in tables, where two settings of it compete. */
  readonly name?: string;
}

/** The tool as a contender: `step` is the step that is measured. */
export function storVerifyTool(options: StorVerifyOptions): BlockTool {
  return {
    name: options.name ?? "stor-verify",
    async measure(work) {
      const { report, cpuNs } = await runProfile({
        program: options.program,
        profile: profileOf(work),
        url: `${work.isDirect ? "direct" : "file"}://${work.folder}/ours`,
        scratch: work.folder,
      });
      return readReport(report, { op: work.op, processCpuNs: cpuNs });
    },
  };
}

/** A read needs what it reads: it is filled first, in a step of its own. */
export function profileOf(work: BlockWork): string {
  const fill = [
    "  - name: fill",
    "    load: block",
    "    op: write",
    "    pattern: sequential",
    "    blockSize: 1MiB",
    `    total: ${work.sizeBytes / 1024}KiB`,
    "    depth: 16",
    "    verify: never",
  ];
  const measured = [
    "  - name: measured",
    "    load: block",
    `    op: ${work.op}`,
    `    pattern: ${work.pattern}`,
    `    blockSize: ${work.blockSizeBytes / 1024}KiB`,
    work.durationS === undefined
      ? `    total: ${work.sizeBytes * work.passes / 1024}KiB`
      : `    duration: ${work.durationS}s`,
    "    lanes: 1",
    `    depth: ${work.depth}`,
    // As fio is asked: one request at a time is what plain calls are for.
    `    io: ${work.depth === 1 ? "psync" : "io_uring"}`,
    // Writes are stamped always. A profile that asks to verify and reads
    // nothing would be inconclusive, and its files would be kept.
    `    verify: ${work.isVerified && work.op === "read" ? "always" : "never"}`,
  ];
  return [
    "name: versus",
    `size: ${work.sizeBytes / 1024}KiB`,
    "steps:",
    ...(work.op === "read" || work.isPrefilled ? fill : []),
    ...measured,
    "",
  ].join("\n");
}

export interface ProfileRun {
  readonly program: string;
  /** YAML text, or the name of a built-in profile with `isBuiltin`. */
  readonly profile: string;
  readonly isBuiltin?: boolean;
  /** Or the name of a target in the file that `flags` give. */
  readonly url: string;
  readonly flags?: readonly string[];
  /** Folder for the profile, the report and the runs. */
  readonly scratch: string;
}

/** Runs a profile and reads its report; the data files are gone afterwards. */
export async function runProfile(
  run: ProfileRun,
): Promise<{ report: Report; cpuNs: number }> {
  const { scratch } = run;
  const file = `${scratch}/versus.yaml`;
  if (!run.isBuiltin) await Deno.writeTextFile(file, run.profile);
  const { cpuNs } = await runChild([
    run.program,
    "run",
    "--profile",
    run.isBuiltin ? run.profile : file,
    "--target",
    run.url,
    "--runs",
    `${scratch}/runs`,
    "--json",
    `${scratch}/report.json`,
    "--quiet",
    ...run.flags ?? [],
    // Inconclusive is how a run ends that was asked to compare nothing.
  ], { allow: [0, 4] });
  // Our own report, whose version is checked right below.
  const report = JSON.parse(
    await Deno.readTextFile(`${scratch}/report.json`),
  ) as Report;
  if (report.version !== 1) {
    throw new Error(
      `Cannot read the report of "${run.program}": version ${report.version}` +
        ", known is 1",
    );
  }
  return { report, cpuNs };
}

/** Finds a step by name; a report without it is no measurement. */
export function stepNamed(report: Report, name: string): StepReport {
  const step = report.steps.find((one) => one.step === name);
  if (step === undefined) {
    throw new Error(`Cannot find the step "${name}" in the report`);
  }
  return step;
}

/** What the step `measured` of a report says. */
export function readReport(
  report: Report,
  options: {
    readonly op: "read" | "write" | "get" | "put";
    readonly processCpuNs: number;
  },
): Measured {
  const step = stepNamed(report, "measured");
  const row = step.ops.find((one) => one.op === options.op);
  if (row === undefined || row.count === 0) {
    throw new Error("Cannot use a run that did no operation");
  }
  return {
    opsPerSecond: row.whole.opsPerSecond,
    bytesPerSecond: row.whole.bytesPerSecond,
    cpuNsPerOp: step.client.cpuNsPerOp ?? NaN,
    processCpuNs: options.processCpuNs,
    ops: row.count,
  };
}
