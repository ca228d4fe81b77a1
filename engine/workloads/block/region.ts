/**
 * Divides a space and the work on it among lanes. No two lanes share a unit,
 * and no byte of the space is left out.
 */

import { splitCount } from "../mod.ts";

/** A stretch of whole blocks. */
export interface Region {
  readonly startBytes: number;
  readonly bytes: number;
}

/** What is divided. */
export interface RegionRequest {
  /** Bytes to cover, from the start of the space. */
  readonly bytes: number;
  /** The largest block: no region cuts through one. */
  readonly blockBytes: number;
  readonly lanes: number;
}

/**
 * An equal share of whole blocks for each lane; the last takes the rest.
 * There must be at least one block for each lane.
 */
export function splitRegions(request: RegionRequest): Region[] {
  const { bytes, blockBytes, lanes } = request;
  const share = Math.floor(bytes / blockBytes / lanes) * blockBytes;
  return Array.from({ length: lanes }, (_, lane) => ({
    startBytes: lane * share,
    bytes: lane === lanes - 1 ? bytes - lane * share : share,
  }));
}

/**
 * Bytes for each lane, in whole blocks. A total of a space or more goes by the
 * size of the regions (two spaces: each is covered twice); a smaller one is
 * dealt out evenly, since a lane with a share of 0 would have no limit.
 */
export function splitBytes(
  totalBytes: number,
  regions: readonly Region[],
  blockBytes: number,
): number[] {
  const space = regions.reduce((sum, { bytes }) => sum + bytes, 0);
  if (totalBytes < space) {
    const blocks = Math.floor(totalBytes / blockBytes);
    return splitCount(blocks, regions.length).map((n) => n * blockBytes);
  }
  let left = totalBytes;
  return regions.map(({ bytes }, lane) => {
    if (lane === regions.length - 1) return left;
    // The product of two sizes does not fit 53 bits.
    const exact = BigInt(totalBytes) * BigInt(bytes) / BigInt(space);
    const share = Math.floor(Number(exact) / blockBytes) * blockBytes;
    left -= share;
    return share;
  });
}
