/** Flags by which `run` and `plan` are told what to do and where. */
import type { Flag } from "./command.ts";

/** The targets file, for every command that names targets. */
export const CONFIG_FLAG: Flag = {
  name: "config",
  value: "FILE",
  summary: "Targets file; default: STOR_VERIFY_CONFIG, " +
    "stor-verify.local.yaml, stor-verify.yaml",
};

/** Where runs are kept, for every command that finds one. */
export const RUNS_FLAG: Flag = {
  name: "runs",
  value: "DIR",
  summary: "Folder in which runs are kept; default: STOR_VERIFY_RUNS, " +
    "~/.local/state/stor-verify/runs",
};

/** What decides a plan: the same flags give the same plan. */
export const SELECT_FLAGS: readonly Flag[] = [
  {
    name: "profile",
    value: "NAME|FILE",
    summary: "Built-in profile or a YAML file; default: quick",
  },
  {
    name: "target",
    value: "URL|NAME",
    many: true,
    summary: "Storage to test instead of the profile's own; may be repeated",
  },
  CONFIG_FLAG,
  {
    name: "seed",
    value: "TEXT",
    summary: "Repeat the choices of an earlier run; default: drawn anew",
  },
  {
    name: "size",
    value: "SIZE",
    summary: "Cover that much instead, for a shorter look, as in 64MiB",
  },
  {
    name: "duration",
    value: "TIME",
    summary: "Let each timed step last that long instead, as in 2s",
  },
  {
    name: "io",
    value: "METHOD",
    words: ["auto", "io_uring", "psync"],
    summary: "How blocks are moved: auto, io_uring or psync",
  },
  {
    name: "erase-device",
    value: "SERIAL",
    summary: "Allow the block device of that serial to be overwritten",
  },
];
