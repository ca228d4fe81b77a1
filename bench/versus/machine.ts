/**
 * Where a result was measured: without it a number says nothing. Reads the
 * host; gives facts that hold no name of the host or of anybody.
 */
import { fioVersion } from "./fio.ts";
import { runChild } from "./child.ts";

export interface Machine {
  readonly cpu: string;
  readonly cpuCount: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly os: string;
  /** File system and device of the folder under test. */
  readonly storage: string;
  readonly tools: readonly string[];
  /** Runnable threads in the minute before: more than cores is a busy host. */
  readonly load: number;
  readonly commit: string;
}

/** Collects the facts about this host and the folder under test. */
export async function describeMachine(options: {
  readonly folder: string;
  readonly program: string;
  readonly root: string;
}): Promise<Machine> {
  const { folder, program, root } = options;
  const first = async (command: readonly string[]) =>
    (await runChild(command, { cwd: root, allow: [0, 1, 128] })).stdout.trim();
  const info = await Deno.readTextFile("/proc/cpuinfo");
  const release = await Deno.readTextFile("/etc/os-release").catch(() => "");
  const dirty = await first(["git", "status", "--porcelain", "-uno"]);
  return {
    cpu: /model name\s*:\s*(.*)/.exec(info)?.[1] ?? "unknown",
    cpuCount: navigator.hardwareConcurrency,
    memoryGiB: Math.round(Deno.systemMemoryInfo().total / (1 << 30)),
    kernel: Deno.osRelease(),
    os: /PRETTY_NAME="(.*)"/.exec(release)?.[1] ?? "unknown",
    storage: (await first(["df", "--output=fstype,source,size", "-h", folder]))
      .split("\n").at(-1)?.replace(/\s+/g, " ").trim() ?? "unknown",
    tools: [
      await first([program, "--version"]),
      await fioVersion(),
      `deno ${Deno.version.deno}`,
    ],
    load: Deno.loadavg()[0] ?? NaN,
    commit: await first(["git", "rev-parse", "--short=12", "HEAD"]) +
      (dirty === "" ? "" : " with changes"),
  };
}

/** A short name for machines of this kind, for the name of a result. */
export function hostClass(machine: Machine): string {
  const cpu = machine.cpu.toLowerCase().replace(/\(.*?\)|processor|cpu/g, "")
    .replace(/@.*/, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return `${machine.cpuCount}cpu-${cpu}`;
}
