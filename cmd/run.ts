/** `stor-verify run`: a profile against targets, from claim to verdict. */
import { ACK_LOG_FLAG } from "./ack_log/ack_place.ts";
import { FAULT_FLAGS } from "./arm_faults.ts";
import type { Command } from "./command.ts";
import { OP_LOG_FLAG } from "./operation_log.ts";
import { openingWords } from "./opening_words.ts";
import { readRepeat, repeatRuns } from "./repeat_runs.ts";
import { resumeRun } from "./resume_run.ts";
import { checkReportPaths, REPORT_FILE_FLAGS } from "./report_files.ts";
import { runSelection } from "./run_selection.ts";
import { METRICS_FLAG, metricsAddress } from "./scrape_endpoint.ts";
import { INCLUDE_FLAG } from "./include_flag.ts";
import { RUNS_FLAG, SELECT_FLAGS } from "./select_flags.ts";
import { readSelection } from "./selection.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
Writes stamped data to each target, loads it as the profile says, reads it back,
judges every byte and reports latencies. Without flags: the profile "quick" over
file:// and direct:// in two scratch folders here, made and removed again; what
that comes to is said before it begins.

A place that is not empty and not ours is refused. Files are deleted after a
clean pass; otherwise they stay for "stor-verify verify". Ctrl-C stops in order
and writes the report; a second one stops at once.

--resume RUN goes on with a run over objects that was killed, interrupted or
given up by its storage: what its prepare phase (a first step that puts each key
once) had put is read back, compared and not put again, the rest is put, and the
steps after it begin anew. RUN is an id, the beginning of one, or "last".

--net-fault breaks the network to stores while steps run: "stor-verify faults"
lists the kinds (net.*), what each counts and what its arg is. Names, signatures
and certificates stay as they are.`;

/** The command as the table lists it. */
export const run: Command = {
  name: "run",
  summary: "Run a profile against targets and judge every byte",
  help: HELP,
  examples: [
    "stor-verify run",
    "stor-verify run --profile stress-10gb --target direct:///mnt/nvme/test",
    "stor-verify run --profile latency --target file:///srv/x --json out.json",
    "stor-verify run --resume 3f2a",
    "stor-verify run --size 64MiB --duration 2s --fault write.lost:after=99",
    "stor-verify run --target lab --net-fault reset:after=100,every=50",
  ],
  positionals: [],
  flags: [
    ...SELECT_FLAGS,
    ...REPORT_FILE_FLAGS,
    RUNS_FLAG,
    {
      name: "resume",
      value: "RUN",
      summary: "Go on with a run whose prepare phase was cut off",
    },
    { name: "keep", summary: "Keep the data files also after a clean pass" },
    { name: "replace", summary: "Delete the files of an earlier run there" },
    {
      name: "repeat",
      value: "N",
      summary: "Run the plan N times, targets in turn, and compare the runs",
    },
    ACK_LOG_FLAG,
    OP_LOG_FLAG,
    METRICS_FLAG,
    INCLUDE_FLAG,
    ...FAULT_FLAGS,
    { name: "quiet", summary: "Print only the final report" },
  ],
  async run(context, args) {
    checkReportPaths(context, args);
    metricsAddress(args);
    readRepeat(args);
    const resumed = args.text("resume");
    if (resumed !== undefined && args.has("ack-log")) {
      throw new UsageError([
        "Cannot use --ack-log and --resume at once: what is resumed is a " +
        "load of keys, and its oracle is on this host",
      ]);
    }
    if (resumed !== undefined) return await resumeRun(context, args, resumed);
    const count = readRepeat(args);
    const selection = readSelection(context, args);
    context.stderr.write(openingWords(args, selection));
    if (count > 1) {
      return await repeatRuns(context, args, { selection, count });
    }
    return (await runSelection(context, args, selection)).exit;
  },
};
