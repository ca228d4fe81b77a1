/**
 * Carries a proof out: every fault on every backend, every bit of a unit, and
 * the clean runs. What it makes it removes, whatever happens.
 */
import {
  type Cell,
  type CleanRun,
  drawFor,
  FAULT_CLASSES,
  type Proof,
  type ProofBackend,
  proofVerdict,
} from "../../engine/mod.ts";
import type { Context } from "../context.ts";
import type { Interrupt } from "../interrupt.ts";
import { TOOL } from "../tool.ts";
import { openCore } from "../wiring.ts";
import { proveBitFlips } from "./bit_flips.ts";
import { bulkRuns, cleanRuns } from "./clean_runs.ts";
import { placeOnKeys } from "./place_on_keys.ts";
import { placeOnOffsets } from "./place_on_offsets.ts";
import { openBench, type ProofBench } from "./proof_bench.ts";
import type { ProofOptions } from "./proof_options.ts";
import { proveCell } from "./prove_cell.ts";

/** What a proof is carried out with. */
export interface RunProofOptions {
  readonly context: Pick<Context, "clock" | "cwd" | "env">;
  readonly options: ProofOptions;
  readonly interrupt: Pick<Interrupt, "signal" | "hardSignal">;
  /** Told a line for each part that is done. */
  say(line: string): void;
}

/** Rejects where a backend cannot be opened. */
export async function runProof(request: RunProofOptions): Promise<Proof> {
  const { context, interrupt, options } = request;
  const startedAt = context.clock.date().toISOString();
  const startNs = context.clock.nowNs();
  const root = Deno.makeTempDirSync({
    prefix: "stor-verify-prove-",
    ...(options.folder === undefined ? {} : { dir: options.folder }),
  });
  const cells: Cell[] = [];
  const runs: CleanRun[] = [];
  try {
    for (const backend of options.backends) {
      if (interrupt.signal.aborted) break;
      const folder = `${root}/${backend}`;
      Deno.mkdirSync(folder);
      await using bench = await openBench(backend, {
        context,
        folder,
        interrupt,
      });
      cells.push(...await proveCells(bench, request));
      if (options.cleanUnits === 0) continue;
      runs.push(...await cleanRuns(bench, options.seed));
    }
    runs.push(...await compareTheRest(request, root, runs));
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
  const tried = {
    cells,
    flips: options.flips && !interrupt.signal.aborted
      ? flipBits(request)
      : null,
    clean: options.cleanUnits > 0 ? { asked: options.cleanUnits, runs } : null,
  };
  return {
    version: 1,
    tool: TOOL,
    seed: options.seed,
    startedAt,
    durationNs: context.clock.nowNs() - startNs,
    verdict: proofVerdict({ ...tried, interrupted: interrupt.signal.aborted }),
    backends: options.backends,
    ...tried,
  };
}

async function proveCells(
  bench: ProofBench,
  { interrupt, options, say }: RunProofOptions,
): Promise<Cell[]> {
  const { backend, stand } = bench;
  const { faults, seed } = options;
  const wanted = FAULT_CLASSES.filter(({ id }) => faults.has(id));
  if (wanted.length === 0) return [];
  const place = stand === undefined
    ? await placeOnOffsets(bench, seed)
    : await placeOnKeys(bench, stand, seed);
  const cells: Cell[] = [];
  for (const fault of wanted) {
    if (interrupt.signal.aborted) break;
    const cell = await proveCell(bench, fault, { seed, place });
    // What was stopped midway shows nothing.
    if (!interrupt.signal.aborted) cells.push(cell);
  }
  const tried = cells.filter(({ outcome }) => outcome !== "absent");
  const named = tried.filter(({ outcome }) => outcome === "named");
  say(`${backend}: ${named.length} of ${tried.length} faults named`);
  return cells;
}

/** In memory, where most units fit into a second. */
async function compareTheRest(
  { context, interrupt, options, say }: RunProofOptions,
  root: string,
  before: readonly CleanRun[],
): Promise<CleanRun[]> {
  const backend: ProofBackend = "mem";
  const { cleanUnits: asked, seed } = options;
  if (asked === 0 || interrupt.signal.aborted) return [];
  const folder = `${root}/bulk`;
  Deno.mkdirSync(folder);
  await using bench = await openBench(backend, { context, folder, interrupt });
  const runs = await bulkRuns(bench, { asked, before, seed });
  say("clean units compared");
  return runs;
}

function flipBits({ context, options, say }: RunProofOptions): Proof["flips"] {
  using core = openCore(context);
  const flips = proveBitFlips(core.stamp, drawFor(options.seed, "bits"));
  say(`${flips.named} of ${flips.flips} flipped bits named`);
  return flips;
}
