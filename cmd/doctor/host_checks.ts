/** What the kernel says of this host: clock, CPU, limits and memory. */
import type { Check, ReadText } from "./check.ts";

/** Everything that can be read without the core. */
export function checkHost(read: ReadText): Check[] {
  return [
    checkClock(read),
    checkGovernor(read),
    checkOpenFiles(read),
    checkLockedMemory(read),
    ...checkGroup(read),
  ];
}

/** Reading a slow clock twice per operation would be a cost of its own. */
export function checkClock(read: ReadText): Check {
  const folder = "/sys/devices/system/clocksource/clocksource0";
  const current = read(`${folder}/current_clocksource`);
  const name = "clock source";
  if (current === undefined) {
    return { name, state: "limited", text: "the kernel does not tell it" };
  }
  if (["tsc", "kvm-clock", "arch_sys_counter"].includes(current)) {
    return { name, state: "works", text: current };
  }
  const others = read(`${folder}/available_clocksource`) ?? "";
  const remedy = others.split(" ").includes("tsc")
    ? `write tsc to ${folder}/current_clocksource`
    : "boot with clocksource=tsc if the CPU has an invariant TSC";
  return {
    name,
    state: "limited",
    text: `${current}: each reading is a system call, so latencies of ` +
      "microseconds are inflated",
    remedy,
  };
}

/** A clock frequency that follows the load makes runs differ. */
export function checkGovernor(read: ReadText): Check {
  const path = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
  const governor = read(path);
  const name = "CPU governor";
  if (governor === undefined) {
    return { name, state: "works", text: "not set here (fixed, or a guest)" };
  }
  if (governor === "performance") {
    return { name, state: "works", text: governor };
  }
  return {
    name,
    state: "limited",
    text: `${governor}: latencies vary with the CPU's clock`,
    remedy: "cpupower frequency-set --governor performance",
  };
}

/** Files of a space, rings and connections all take descriptors. */
export function checkOpenFiles(read: ReadText): Check {
  const name = "open files";
  const limit = softLimit(read, "Max open files");
  if (limit === undefined) {
    return { name, state: "limited", text: "the limit cannot be read" };
  }
  if (limit >= 4096) return { name, state: "works", text: amount(limit) };
  return {
    name,
    state: "limited",
    text: `${amount(limit)}: spaces of many files need more`,
    remedy: "ulimit -n 65536",
  };
}

/** Registered buffers are charged to it where the kernel accounts them. */
export function checkLockedMemory(read: ReadText): Check {
  const name = "locked memory";
  const limit = softLimit(read, "Max locked memory");
  if (limit === undefined) {
    return { name, state: "limited", text: "the limit cannot be read" };
  }
  const text = limit === Infinity ? "unlimited" : `${limit / 1024} KiB`;
  if (limit >= 64 * 1024 * 1024) return { name, state: "works", text };
  return {
    name,
    state: "limited",
    text: `${text}: io_uring may have to work without registered buffers`,
    remedy: "ulimit -l unlimited, or LimitMEMLOCK=infinity for a service",
  };
}

function softLimit(read: ReadText, label: string): number | undefined {
  const line = read("/proc/self/limits")?.split("\n")
    .find((text) => text.startsWith(label));
  const word = line?.slice(label.length).trim().split(/\s+/)[0];
  if (word === undefined) return undefined;
  return word === "unlimited" ? Infinity : Number(word);
}

function amount(limit: number): string {
  return limit === Infinity ? "unlimited" : String(limit);
}

/** Limits of the control group: a run inside them measures them too. */
export function checkGroup(read: ReadText): Check[] {
  const path = read("/proc/self/cgroup")?.split("\n")
    .find((line) => line.startsWith("0::"))?.slice(3);
  if (path === undefined) return [];
  const folder = `/sys/fs/cgroup${path === "/" ? "" : path}`;
  const [quota = "max", period = "100000"] = read(`${folder}/cpu.max`)
    ?.split(" ") ?? [];
  const memory = read(`${folder}/memory.max`) ?? "max";
  const io = read(`${folder}/io.max`) ?? "";
  const limits = [
    quota === "max" ? "" : `${Number(quota) / Number(period)} CPUs`,
    memory === "max" ? "" : `${Math.floor(Number(memory) / 2 ** 20)} MiB`,
    io === "" ? "" : `I/O ${io.replaceAll("\n", ", ")}`,
  ].filter((limit) => limit !== "");
  const name = "control group";
  return limits.length === 0
    ? [{ name, state: "works", text: "no limits" }]
    : [{
      name,
      state: "limited",
      text: `limited to ${limits.join(", ")}: numbers show these limits too`,
    }];
}
