/**
 * A block face whose spaces are judged by what another host kept. Goes in: a
 * face, a core and the file of acknowledgements; comes out: the same face, which
 * makes the oracle of a space from them before it opens it.
 */
import type { SpaceSpec } from "../../ffi/mod.ts";
import type { BlockFace, BlockFacts, Space } from "../block.ts";
import {
  type AckSource,
  type AckSummary,
  durableRanges,
  type RangesAsked,
} from "./read_acks.ts";

/** What of the core makes an oracle from lower bounds. */
export interface FloorPort {
  createFloor(
    spec: SpaceSpec & { readonly oraclePath: string },
  ): Promise<{
    raise(ranges: BigUint64Array<ArrayBuffer>): Promise<void>;
    close(): void;
  }>;
}

export interface FlooredFaceOptions extends RangesAsked {
  readonly core: FloorPort;
  readonly source: AckSource;
  readonly summary: AckSummary;
}

/** Numbers handed to the core at once: 3 each for about 21,000 ranges. */
const NUMBERS_AT_ONCE = 1 << 16;

/** Spaces of it are only read; their specs name an oracle that is not there. */
export class FlooredFace implements BlockFace {
  readonly #face: BlockFace;
  readonly #options: FlooredFaceOptions;

  constructor(face: BlockFace, options: FlooredFaceOptions) {
    this.#face = face;
    this.#options = options;
  }

  facts(): Promise<BlockFacts> {
    return this.#face.facts();
  }

  async open(spec: SpaceSpec): Promise<Space> {
    const { oraclePath } = spec;
    if (oraclePath === undefined) {
      throw new TypeError("A floor needs the path of an oracle");
    }
    await this.#make({ ...spec, oraclePath });
    return await this.#face.open(spec);
  }

  async #make(
    spec: SpaceSpec & { readonly oraclePath: string },
  ): Promise<void> {
    const { core, source, summary } = this.#options;
    const floor = await core.createFloor(spec);
    try {
      let batch: BigUint64Array<ArrayBuffer>[] = [];
      let length = 0;
      for await (
        const ranges of durableRanges(source, summary, this.#options)
      ) {
        batch.push(ranges);
        length += ranges.length;
        if (length < NUMBERS_AT_ONCE) continue;
        await floor.raise(joined(batch, length));
        [batch, length] = [[], 0];
      }
      await floor.raise(joined(batch, length));
    } finally {
      floor.close();
    }
  }
}

function joined(
  batch: readonly BigUint64Array[],
  length: number,
): BigUint64Array<ArrayBuffer> {
  const all = new BigUint64Array(length);
  let at = 0;
  for (const ranges of batch) {
    all.set(ranges, at);
    at += ranges.length;
  }
  return all;
}
