/**
 * The only place where the parts are put together: the core is loaded, targets
 * are opened with it, and both are closed in the right order.
 */
import {
  type Backend,
  type BackendUse,
  type BlockFace,
  type BlockFacts,
  openBackend,
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
}

/** Loads the core; `STOR_VERIFY_CORE` says where it is, if it is set. */
export function openCore(context: Pick<Context, "env">): Core {
  const path = context.env("STOR_VERIFY_CORE");
  return loadCore(path === undefined ? {} : { path });
}

/** The core and the targets of one command. */
export class Wiring {
  readonly core: Core;
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
  ): Promise<readonly OpenedTarget[]> {
    for (const target of targets) {
      const backend = await openBackend(target, { core: this.core });
      const opened = { target, backend, facts: null };
      this.#opened.push(opened);
      await backend.admit(use);
      const facts = await backend.block?.facts() ?? null;
      this.#opened[this.#opened.length - 1] = { ...opened, facts };
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

  /** Throws a `TypeError` for a target that was not opened. */
  backend(name: string): Backend {
    const opened = this.#opened.find(({ target }) => target.name === name);
    if (opened !== undefined) return opened.backend;
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
      this.core.close();
    } catch (failure) {
      note(failure);
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** What a run asks of the core, with statuses named as `ENOSPC (...)`. */
export function runCore(core: Core): RunCore {
  return {
    nowNs: () => core.nowNs(),
    usage: () => core.usage(),
    statusText: (status) =>
      `${statusName(status)} (${core.statusText(status)})`,
  };
}

/** Passes over an idle fault point that `doctor` times. */
const IDLE_COUNT = 1_000_000;

/** What `doctor` asks of the core. */
export function coreFacts(core: Core): CoreFacts {
  return {
    stampKernel: core.kernelBest(),
    faultCount: core.faults.list().length,
    faultIdleNs: core.faults.idlePs(IDLE_COUNT) / 1000,
    probeUring: () => core.probeUring(),
    statusText: runCore(core).statusText,
    probeAlignment: (path) => core.probeAlignment(path),
  };
}
