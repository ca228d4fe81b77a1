/**
 * The only place where the parts are put together: the core is loaded, targets
 * are opened with it, and both are closed in the right order.
 */
import {
  type Backend,
  type BackendUse,
  type BlockFace,
  type BlockFacts,
  type FaultyWay,
  openBackend,
  PatientBackend,
  statusWords,
  type StoreFace,
  type StoreFacts,
  type Target,
} from "../backends/mod.ts";
import { type Core, loadCore, statusName } from "../ffi/mod.ts";
import type { Context } from "./context.ts";
import type { CoreFacts } from "./doctor/core_checks.ts";
import type { RunCore } from "./execute.ts";

/** A target that was opened and looked at, and not changed. */
export interface OpenedTarget {
  readonly target: Target;
  readonly backend: Backend;
  /** `null`: it has no offsets to load. */
  readonly facts: BlockFacts | null;
  /** `null`: it takes no load of keys, or none is asked for. */
  readonly store: StoreFacts | null;
}

/** What a command will load. A store is asked only about that. */
export interface AskedLoads {
  readonly offsets: boolean;
  readonly keys: boolean;
}

const ALL: AskedLoads = { offsets: true, keys: true };

/** For a command that loads nothing, or whose plan is made already. */
export const NOTHING_ASKED: AskedLoads = { offsets: false, keys: false };

/** Loads the core; `STOR_VERIFY_CORE` says where it is, if it is set. */
export function openCore(context: Pick<Context, "env">): Core {
  const path = context.env("STOR_VERIFY_CORE");
  return loadCore(path === undefined ? {} : { path });
}

/** The core and the targets of one command. */
export class Wiring {
  readonly core: Core;
  /** Leads to the targets and fails where it is armed; `null`: it does not. */
  network: FaultyWay | null = null;
  readonly #opened: OpenedTarget[] = [];
  #isAbandoned = false;

  constructor(context: Pick<Context, "env">) {
    this.core = openCore(context);
  }

  /**
   * Opens all targets and asks each what it would refuse later. Changes
   * nothing. Fails with the first `StorageError`.
   */
  async openTargets(
    targets: readonly Target[],
    use: BackendUse,
    loads = ALL,
  ): Promise<readonly OpenedTarget[]> {
    for (const target of targets) {
      const bare = await openBackend(target, { core: this.core });
      // Nothing is measured there but by lanes, which do not go this way.
      const backend = use === "verify" && bare.store !== undefined
        ? new PatientBackend(bare)
        : bare;
      const opened = { target, backend, facts: null, store: null };
      this.#opened.push(opened);
      await backend.admit(use);
      const known = await factsOf(backend, loads);
      this.#opened[this.#opened.length - 1] = { ...opened, ...known };
    }
    return this.#opened;
  }

  /** Block faces by target name, as the workers want them. */
  faces(): ReadonlyMap<string, BlockFace | null> {
    return new Map(
      this.#opened.map(({ target, backend }) => [
        target.name,
        backend.block ?? null,
      ]),
    );
  }

  /** Store faces by target name, of those that take loads of keys. */
  stores(): ReadonlyMap<string, StoreFace> {
    return new Map(
      this.#opened.flatMap(({ target, backend }) =>
        backend.store === undefined
          ? []
          : [[target.name, backend.store] as const]
      ),
    );
  }

  /** Throws a `TypeError` for a target that was not opened. */
  backend(name: string): Backend {
    return this.#openedAs(name).backend;
  }

  /** With its settings; throws as `backend` does. */
  target(name: string): Target {
    return this.#openedAs(name).target;
  }

  #openedAs(name: string): OpenedTarget {
    const opened = this.#opened.find(({ target }) => target.name === name);
    if (opened !== undefined) return opened;
    throw new TypeError(`Target "${name}" was not opened`);
  }

  /** Lanes were left running: unmapping the core under them would crash. */
  abandon(): void {
    this.#isAbandoned = true;
  }

  /** Closes all, then fails with the first failure. */
  async close(): Promise<void> {
    if (this.#isAbandoned) return;
    const failures: unknown[] = [];
    const note = (failure: unknown) => {
      failures.push(failure);
    };
    for (const { backend } of this.#opened.splice(0)) {
      await backend.close().catch(note);
    }
    try {
      this.network?.close();
      this.core.close();
    } catch (failure) {
      note(failure);
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Without a client that can load it, a store still takes cases. */
async function factsOf(
  { block, store }: Backend,
  { offsets, keys }: AskedLoads,
): Promise<Pick<OpenedTarget, "facts" | "store">> {
  if (store === undefined) {
    return { facts: await block?.facts() ?? null, store: null };
  }
  return {
    facts: offsets ? await block?.facts() ?? null : null,
    store: offsets || keys ? await store.facts() : null,
  };
}

/** What a run asks of the core, with statuses in words for people. */
export function runCore(core: Core): RunCore {
  return {
    nowNs: () => core.nowNs(),
    usage: () => core.usage(),
    statusText: (status) =>
      statusWords(statusName(status), core.statusText(status)),
  };
}

/** Passes over an idle fault point that `doctor` times. */
const IDLE_COUNT = 1_000_000;

/** What `doctor` asks of the core. */
export function coreFacts(core: Core): CoreFacts {
  return {
    stampKernel: core.kernelBest(),
    codecLibraries: core.codecLibraries(),
    faultCount: core.faults.list().length,
    faultIdleNs: core.faults.idlePs(IDLE_COUNT) / 1000,
    probeUring: () => core.probeUring(),
    httpProbe: () => core.httpProbe(),
    statusText: runCore(core).statusText,
    probeAlignment: (path) => core.probeAlignment(path),
  };
}
