/** `stor-verify doctor`: what works on this host, and what to do otherwise. */
import type { Core } from "../ffi/mod.ts";
import type { Command } from "./command.ts";
import type { Context } from "./context.ts";
import { type Check, readHostText, renderChecks } from "./doctor/check.ts";
import { checkCore } from "./doctor/core_checks.ts";
import { checkHost } from "./doctor/host_checks.ts";
import { checkFreeSpace, checkRunsFolder } from "./doctor/place_checks.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { runsPath } from "./store/run_store.ts";
import { RUNS_FLAG } from "./select_flags.ts";
import { coreFacts, openCore } from "./wiring.ts";

const HELP = `
Asks the core and the kernel what this host can do: stamps, io_uring, O_DIRECT
and its alignment, limits, clock, CPU governor, free space, libraries. Each line
that is not "ok" says what to do about it. Ends with 0 unless something without
which no run is possible is missing (3).`;

/** The command as the table lists it. */
export const doctor: Command = {
  name: "doctor",
  summary: "Say what works on this host, and what to do about the rest",
  help: HELP,
  examples: ["stor-verify doctor", "stor-verify doctor --path /mnt/nvme"],
  positionals: [],
  flags: [
    {
      name: "path",
      value: "DIR",
      summary: "Ask about that folder or device; default: this folder",
    },
    RUNS_FLAG,
    { name: "json", summary: "Print JSON instead of a list" },
  ],
  async run(context, args) {
    const path = absolutePath(context.cwd, args.text("path") ?? ".");
    const checks: Check[] = [
      ...await askCore(context, path),
      ...checkHost(readHostText),
      checkFreeSpace(path),
      checkRunsFolder(() => runsPath(context, args)),
    ];
    const isUsable = !checks.some((check) =>
      check.state === "missing" && check.essential === true
    );
    context.stdout.write(
      args.has("json")
        ? `${JSON.stringify({ version: 1, isUsable, checks }, null, 2)}\n`
        : renderChecks(checks),
    );
    return isUsable ? 0 : 3;
  },
};

async function askCore(context: Context, path: string): Promise<Check[]> {
  let core: Core | undefined;
  try {
    return await checkCore(() => {
      core = openCore(context);
      return coreFacts(core);
    }, path);
  } finally {
    core?.close();
  }
}
