/** What stands in a report about the machine that was measured. */
import type { Recording } from "../engine/mod.ts";
import { readHostText, type ReadText } from "./doctor/check.ts";

type MachineFacts = Recording["machine"];

/** Facts that this host does not tell are "unknown", never left out. */
export function machineFacts(
  stampKernel: string,
  read: ReadText = readHostText,
): MachineFacts {
  const clock =
    "/sys/devices/system/clocksource/clocksource0/current_clocksource";
  return {
    host: Deno.hostname(),
    kernel: Deno.osRelease(),
    cpu: cpuName(read),
    cpuCount: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    clockSource: read(clock) ?? "unknown",
    stampKernel,
  };
}

/** `model name` on x86; ARM has no such line in most kernels. */
function cpuName(read: ReadText): string {
  const line = read("/proc/cpuinfo")?.split("\n")
    .find((text) => text.startsWith("model name"));
  return line?.split(":")[1]?.trim() ?? "unknown";
}
