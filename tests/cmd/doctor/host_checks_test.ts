/** The promises of cmd/doctor/host_checks.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Check } from "../../../cmd/doctor/check.ts";
import {
  checkClock,
  checkGovernor,
  checkGroup,
  checkHost,
  checkLockedMemory,
  checkOpenFiles,
} from "../../../cmd/doctor/host_checks.ts";

const CLOCK = "/sys/devices/system/clocksource/clocksource0";
const LIMITS = "/proc/self/limits";

function reader(files: Record<string, string>) {
  return (path: string): string | undefined => files[path];
}

function states(checks: readonly Check[]): string[] {
  return checks.map(({ state }) => state);
}

Deno.test("checkClock() distrusts a clock that needs a system call", () => {
  const slow = checkClock(reader({
    [`${CLOCK}/current_clocksource`]: "hpet",
    [`${CLOCK}/available_clocksource`]: "tsc hpet",
  }));
  assertEquals(slow.state, "limited");
  assertStringIncludes(slow.remedy ?? "", "write tsc to");
  const fast = checkClock(reader({ [`${CLOCK}/current_clocksource`]: "tsc" }));
  assertEquals(fast.state, "works");
});

Deno.test("checkGovernor() notes a clock frequency that follows the load", () => {
  const path = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
  assertEquals(checkGovernor(reader({ [path]: "powersave" })).state, "limited");
  assertEquals(checkGovernor(reader({ [path]: "performance" })).state, "works");
  assertEquals(checkGovernor(reader({})).state, "works");
});

Deno.test("checkOpenFiles() and checkLockedMemory() read the soft limit", () => {
  const low = reader({
    [LIMITS]: "Limit  Soft  Hard  Units\n" +
      "Max open files            1024     1048576    files\n" +
      "Max locked memory         65536    65536      bytes",
  });
  assertStringIncludes(checkOpenFiles(low).text, "1024: spaces");
  assertStringIncludes(checkLockedMemory(low).text, "64 KiB: io_uring");
  const high = reader({
    [LIMITS]: "Max open files            65536     1048576    files\n" +
      "Max locked memory         unlimited unlimited  bytes",
  });
  assertEquals(checkOpenFiles(high).state, "works");
  assertEquals(checkLockedMemory(high).text, "unlimited");
});

Deno.test("checkGroup() names the limits of the control group", () => {
  const limited = reader({
    "/proc/self/cgroup": "0::/box",
    "/sys/fs/cgroup/box/cpu.max": "150000 100000",
    "/sys/fs/cgroup/box/memory.max": "536870912",
  });
  assertStringIncludes(checkGroup(limited)[0]?.text ?? "", "1.5 CPUs, 512 MiB");
  const free = reader({
    "/proc/self/cgroup": "0::/",
    "/sys/fs/cgroup/cpu.max": "max 100000",
  });
  assertEquals(states(checkGroup(free)), ["works"]);
  assertEquals(checkGroup(reader({})), []);
});

Deno.test("checkHost() never fails on a host that tells nothing", () => {
  assertEquals(states(checkHost(reader({}))), [
    "limited",
    "works",
    "limited",
    "limited",
  ]);
});
