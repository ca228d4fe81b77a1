/**
 * How much of the memory of all copies one object takes. Small ones take less,
 * so that more of them are under way: what they cost is mostly waiting for
 * answers. Goes in: the object and both ends; comes out: shares, and bytes.
 */
import type { StreamFace } from "../../backends/mod.ts";

/** What of a run is looked at. */
export interface SharedRun {
  readonly source: { readonly streams: Pick<StreamFace, "bufferBytes"> };
  readonly destination: SharedRun["source"] | null;
  readonly settings: {
    /** Of all copies together. */
    readonly memoryBytes: number;
    readonly parallel: number;
    readonly shares: number;
  };
}

interface SharedObject {
  /** `null`: not known, and taken for large. */
  readonly sizeBytes: number | null;
}

/** One for what fits into it at once, with the buffers of both ends. */
export function sharesOf(run: SharedRun, { sizeBytes }: SharedObject): number {
  const { source, destination, settings: { shares } } = run;
  const beside = source.streams.bufferBytes +
    (destination?.streams.bufferBytes ?? 0);
  const isSmall = sizeBytes !== null &&
    sizeBytes + beside + PAGE_BYTES <= shareBytes(run);
  return isSmall ? 1 : shares;
}

/** What the copy of an object may hold. */
export function memoryOf(run: SharedRun, object: SharedObject): number {
  return sharesOf(run, object) * shareBytes(run);
}

/** A chunk is whole pages. */
const PAGE_BYTES = 4096;

function shareBytes({ settings }: SharedRun): number {
  const { memoryBytes, parallel, shares } = settings;
  return Math.floor(memoryBytes / (parallel * shares));
}
