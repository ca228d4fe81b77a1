/** Where a fault is put into files under load, and what one is. */
import type { Draw, FaultPut, Plan } from "../../engine/mod.ts";
import { FileShelf, memoryPaths } from "./file_shelf.ts";
import type { ProofBench } from "./proof_bench.ts";
import type { BEFORE_READ, BEFORE_WRITE } from "./proof_profile.ts";
import type { PutFault } from "./prove_cell.ts";

/** Files amid a run, and what was in them before. */
export interface OffsetsSite {
  readonly draw: Draw;
  readonly shelf: FileShelf;
  /** Names of the files. */
  readonly names: readonly string[];
  /** The files after the first writes. */
  readonly first: readonly Uint8Array[];
  /** The files as a run before left them. */
  readonly previous: readonly Uint8Array[];
  /** Arms a point of the core until the run is over; how often it fired. */
  arm(point: string, settings: string): () => number;
}

/** One way to put a fault, and at which stop of which run. */
export interface OffsetsFault {
  readonly when: typeof BEFORE_WRITE | typeof BEFORE_READ;
  /** `timed`: writes by the clock, that end by it. */
  readonly shape?: "timed";
  put(site: OffsetsSite): PutFault;
}

/** Found by every reading. */
export function putAtRest(places: FaultPut["places"]): PutFault {
  return { put: { how: "at rest", places, lasts: true } };
}

/** The files of a run that has opened them. */
export function shelfOf(bench: ProofBench, plan: Plan): FileShelf {
  const { files } = bench;
  return new FileShelf(
    files === undefined
      ? memoryPaths()
      : fileNames(plan).map((name) => `${files}/${name}`),
  );
}

/** In their order in the space. */
export function fileNames({ targets }: Plan): string[] {
  return (targets[0]?.space?.files ?? []).map(({ name }) => name);
}

/** All bytes of each file. */
export function contentsOf(shelf: FileShelf, plan: Plan): Uint8Array[] {
  return fileNames(plan).map((_, file) => shelf.read(file));
}
