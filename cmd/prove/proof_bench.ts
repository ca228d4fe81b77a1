/**
 * One backend set up for a proof: a target in a folder of its own or behind an
 * endpoint of its own, opened as any target is. Nothing of it is left behind.
 */
import { parseTargets } from "../../backends/mod.ts";
import type { ProofBackend } from "../../engine/mod.ts";
import type { Clock, Context } from "../context.ts";
import type { Interrupt } from "../interrupt.ts";
import { type OpenedTarget, Wiring } from "../wiring.ts";
import { StoreStand } from "./store_stand.ts";

/** What is opened once and serves every run on one backend. */
export interface ProofBench extends AsyncDisposable {
  readonly backend: ProofBackend;
  readonly wiring: Wiring;
  readonly opened: OpenedTarget;
  readonly clock: Clock;
  readonly interrupt: Pick<Interrupt, "signal" | "hardSignal">;
  /** Folder of the oracles; absent where the storage dies with the run. */
  readonly oracles?: string;
  /** Folder of the files; absent where there are none on disk. */
  readonly files?: string;
  /** The endpoint of a store. */
  readonly stand?: StoreStand;
  /** Takes away what the last run left. */
  clear(): Promise<void>;
}

/** What a bench is set up with. */
export interface BenchOptions {
  readonly context: Pick<Context, "clock" | "cwd" | "env">;
  readonly interrupt: Pick<Interrupt, "signal" | "hardSignal">;
  /** An empty folder that exists; the bench fills it. */
  readonly folder: string;
}

/** Fails with a `StorageError` or a `CoreError`, and leaves nothing open. */
export async function openBench(
  backend: ProofBackend,
  options: BenchOptions,
): Promise<ProofBench> {
  const { context, folder, interrupt } = options;
  const [files, oracles, objects] = ["files", "oracles", "objects"].map(
    (name) => `${folder}/${name}`,
  );
  for (const path of [files, oracles, objects]) Deno.mkdirSync(`${path}`);
  const wiring = new Wiring(context);
  const stand = backend === "s3" || backend === "az"
    ? await StoreStand.start(backend, `${objects}`)
    : undefined;
  const close = async () => {
    await wiring.close();
    await stand?.close();
  };
  try {
    const settings = stand?.settings ?? { url: urlOf(backend, `${files}`) };
    const table = parseTargets(
      JSON.stringify({ targets: { [backend]: settings } }),
      context.env,
      { cwd: context.cwd },
    );
    const [opened] = await wiring.openTargets([...table.values()], "create");
    if (opened === undefined) throw new TypeError(`No target ${backend}`);
    return {
      backend,
      wiring,
      opened,
      clock: context.clock,
      interrupt,
      ...(backend === "mem" ? {} : { oracles: `${oracles}` }),
      ...(stand === undefined ? {} : { stand }),
      ...(backend === "file" || backend === "direct"
        ? { files: `${files}` }
        : {}),
      async clear() {
        emptyFolder(`${files}`);
        emptyFolder(`${oracles}`);
        await stand?.clear();
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function urlOf(backend: ProofBackend, files: string): string {
  return backend === "mem" ? "mem:" : `${backend}://${files}`;
}

function emptyFolder(path: string): void {
  for (const { name } of [...Deno.readDirSync(path)]) {
    Deno.removeSync(`${path}/${name}`);
  }
}
