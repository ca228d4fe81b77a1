/** `stor-verify doctor`: what works on this host, and what to do otherwise. */
import type { Core } from "../ffi/mod.ts";
import type { Command } from "./command.ts";
import type { Context } from "./context.ts";
import { type Check, readHostText, renderChecks } from "./doctor/check.ts";
import { checkCore } from "./doctor/core_checks.ts";
import { checkHost } from "./doctor/host_checks.ts";
import { nextCommand, renderNext } from "./doctor/next_command.ts";
import { checkFreeSpace, checkRunsFolder } from "./doctor/place_checks.ts";
import { checkPython } from "./doctor/python_checks.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { runsPath } from "./store/run_store.ts";
import { pythonPackages } from "./python/python_packages.ts";
import { repeatFlags } from "./repeat_flags.ts";
import { RUNS_FLAG } from "./select_flags.ts";
import { coreFacts, openCore } from "./wiring.ts";

const HELP = `
Asks the core and the kernel what this host can do: stamps, io_uring, O_DIRECT
and its alignment, limits, clock, CPU governor, free space, libraries, also
those of python3 that some cases need. Each line that is not "ok" says what to
do about it, and the last one what to type next. Ends with 0 unless something
without which no run is possible is missing (3).`;

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
      ...checkPython(await pythonPackages(context)),
      checkFreeSpace(path),
      checkRunsFolder(() => runsPath(context, args)),
    ];
    const typed = args.text("path");
    const next = nextCommand({
      checks,
      isDevice: isDevice(path),
      repeat: repeatFlags(context, args),
      ...(typed === undefined ? {} : { path }),
    });
    const isUsable = !checks.some((check) =>
      check.state === "missing" && check.essential === true
    );
    context.stdout.write(
      args.has("json")
        ? `${JSON.stringify({ version: 1, isUsable, checks, next }, null, 2)}\n`
        : renderChecks(checks) + renderNext(next),
    );
    return isUsable ? 0 : 3;
  },
};

function isDevice(path: string): boolean {
  try {
    return Deno.statSync(path).isBlockDevice === true;
  } catch {
    // What cannot be asked is told by the checks.
    return false;
  }
}

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
