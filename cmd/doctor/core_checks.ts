/** What the C core says of this host: its library, stamps, rings and paths. */
import type { HttpProbe } from "../../ffi/mod.ts";
import type { Check } from "./check.ts";
import { checkCurl } from "./library_checks.ts";

/** The part of the core that is asked; the real one fits. */
export interface CoreFacts {
  readonly stampKernel: string;
  /** 0 if a ring can be made, else a negative status. */
  probeUring(): number;
  statusText(status: number): string;
  /** `null`: there is no libcurl that lanes can use. */
  httpProbe(): HttpProbe | null;
  /** Codecs inside the core, with their versions. */
  readonly codecLibraries: readonly string[];
  /** Fault points that can be armed. */
  readonly faultCount: number;
  /** Nanoseconds that passing one of them costs while none is armed. */
  readonly faultIdleNs: number;
  probeAlignment(path: string): Promise<{
    readonly offsetBytes: number;
    readonly memoryBytes: number;
    readonly source: string;
  }>;
}

/** Loads the core; rejects when it cannot be loaded. */
export type LoadFacts = () => CoreFacts | Promise<CoreFacts>;

/** Asks the core about the host and about one path. */
export async function checkCore(
  load: LoadFacts,
  path: string,
): Promise<Check[]> {
  let core: CoreFacts;
  try {
    core = await load();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return [{ name: "core library", state: "missing", essential: true, text }];
  }
  return [
    { name: "core library", state: "works", text: "loaded" },
    checkStamps(core),
    checkUring(core),
    { name: "codecs", state: "works", text: core.codecLibraries.join(", ") },
    checkFaults(core),
    await checkDirect(core, path),
    checkCurl(core.httpProbe()),
  ];
}

function checkStamps(core: CoreFacts): Check {
  const name = "stamps";
  const kernel = core.stampKernel;
  if (kernel !== "portable") return { name, state: "works", text: kernel };
  return {
    name,
    state: "limited",
    text: "portable code: this CPU has no AVX2, so fill and check cost more",
  };
}

function checkUring(core: CoreFacts): Check {
  const name = "io_uring";
  const status = core.probeUring();
  if (status === 0) return { name, state: "works", text: "rings can be made" };
  return {
    name,
    state: "limited",
    text: `not available: ${core.statusText(status)}; lanes use psync, one ` +
      "thread per operation in flight",
    remedy:
      "sysctl kernel.io_uring_disabled=0; in a container also a seccomp " +
      "profile that allows io_uring",
  };
}

/** Above that, points that nobody armed would show in the numbers. */
const FAULT_IDLE_NS = 3;

function checkFaults(core: CoreFacts): Check {
  const cost = `${core.faultIdleNs.toFixed(1)} ns each while none is armed`;
  return {
    name: "fault points",
    state: core.faultIdleNs <= FAULT_IDLE_NS ? "works" : "limited",
    text: `${core.faultCount} can be armed; ${cost}`,
  };
}

async function checkDirect(core: CoreFacts, path: string): Promise<Check> {
  const name = "O_DIRECT";
  try {
    const { offsetBytes, memoryBytes, source } = await core.probeAlignment(
      path,
    );
    if (source === "none") {
      return {
        name,
        state: "limited",
        text: `not possible on "${path}": direct:// cannot be used there`,
        remedy: "ask another file system with --path DIR",
      };
    }
    return {
      name,
      state: "works",
      text: `${path}: multiples of ${offsetBytes}, memory of ${memoryBytes} ` +
        `(${source})`,
    };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { name, state: "limited", text };
  }
}
