/**
 * All commands, in the order in which the help lists them. Only the words are
 * here: a command's own file is loaded when it is called, so that `--version`
 * does not pay for the engine.
 */
import type { Command } from "./command.ts";

/** A command before its file is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** One line adds a command. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "run",
    summary: "Run a profile against targets and judge every byte",
    load: async () => (await import("./run.ts")).run,
  },
  {
    name: "plan",
    summary: "Show what a run would touch and write, and touch nothing",
    load: async () => (await import("./plan.ts")).plan,
  },
  {
    name: "verify",
    summary: "Read a run's files back and judge them again",
    load: async () => (await import("./verify.ts")).verify,
  },
  {
    name: "judge",
    summary: "Judge the saved history of clients again",
    load: async () => (await import("./judge.ts")).judge,
  },
  {
    name: "copy",
    summary: "Copy objects between any two places, verified on the way",
    load: async () => (await import("./copy.ts")).copy,
  },
  {
    name: "check-manifest",
    summary: "Read what was copied again, and compare it with its manifest",
    load: async () => (await import("./check_manifest.ts")).checkManifest,
  },
  {
    name: "table",
    summary: "Look at a table: versions, files, rows, and if it is whole",
    load: async () => (await import("./table.ts")).table,
  },
  {
    name: "clean",
    summary: "Delete the files that a run kept",
    load: async () => (await import("./clean.ts")).clean,
  },
  {
    name: "init",
    summary: "Write a targets file and a profile to begin with",
    load: async () => (await import("./init.ts")).init,
  },
  {
    name: "runs",
    summary: "List the runs of this machine with their verdicts",
    load: async () => (await import("./runs.ts")).runs,
  },
  {
    name: "report",
    summary: "Print a saved report again, also as JSON or HDR log",
    load: async () => (await import("./report.ts")).report,
  },
  {
    name: "compare",
    summary: "Compare reports and repeated runs, with intervals and verdicts",
    load: async () => (await import("./compare.ts")).compare,
  },
  {
    name: "find-limit",
    summary: "Find the highest rate at which an objective holds",
    load: async () => (await import("./find_limit.ts")).findLimit,
  },
  {
    name: "sweep",
    summary: "Run a load over block sizes, depths and lanes, into one table",
    load: async () => (await import("./sweep.ts")).sweep,
  },
  {
    name: "cases",
    summary: "List the verification cases, or run them over targets",
    load: async () => (await import("./cases.ts")).cases,
  },
  {
    name: "crash",
    summary: "List what power cuts are tried on, or show one state again",
    load: async () => (await import("./crash.ts")).crash,
  },
  {
    name: "profiles",
    summary: "List or show the built-in profiles and their schema",
    load: async () => (await import("./profiles.ts")).profiles,
  },
  {
    name: "targets",
    summary: "List, show or check the targets that can be named",
    load: async () => (await import("./targets.ts")).targets,
  },
  {
    name: "prove",
    summary: "Show on every kind of fault that the verification names it",
    load: async () => (await import("./prove.ts")).prove,
  },
  {
    name: "faults",
    summary: "List the fault points that can be armed, and what they did",
    load: async () => (await import("./faults.ts")).faults,
  },
  {
    name: "ack-log",
    summary: "Keep for a run on another host what survives its loss of power",
    load: async () => (await import("./ack_log.ts")).ackLog,
  },
  {
    name: "serve",
    summary: "Serve a small S3 or Blob store of our own, until Ctrl-C",
    load: async () => (await import("./serve.ts")).serve,
  },
  {
    name: "doctor",
    summary: "Say what works on this host, and what to do about the rest",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  {
    name: "completion",
    summary: "Print a completion script for bash, zsh or fish",
    load: async () => (await import("./completion.ts")).completion,
  },
  {
    name: "man",
    summary: "Print the manual page",
    load: async () => (await import("./man.ts")).man,
  },
  {
    name: "version",
    summary: "Print the version of the tool, the core and the runtime",
    load: async () => (await import("./version.ts")).version,
  },
];
