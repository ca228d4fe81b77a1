/**
 * A block face whose spaces tell another host what is durable. Goes in: a face
 * and the teller; comes out: the same face, whose spaces keep a log that the
 * teller reads until they are closed.
 */
import type {
  BlockFace,
  BlockFacts,
  Gate,
  Lane,
  Space,
  SpaceLog,
} from "../block.ts";
import { StorageError } from "../errors.ts";
import type { LaneSpec, SpaceFacts, SpaceSpec } from "../../ffi/mod.ts";

/** Who is told of a space from its opening to its closing. */
export interface SpaceTeller {
  /** What it returns reads the log for the last time. */
  begin(
    target: string,
    spec: SpaceSpec,
    log: SpaceLog,
  ): { end(): void };
}

/**
 * Records that fit between two readings: 32 MiB, and more than a second of the
 * fastest device. Half as many were dropped while other work had the processor.
 */
const LOG_RECORDS = 1 << 19;

/** Opens spaces that tell; fails where a space keeps no log. */
export class AcknowledgedFace implements BlockFace {
  readonly #face: BlockFace;
  readonly #target: string;
  readonly #teller: SpaceTeller;

  constructor(face: BlockFace, target: string, teller: SpaceTeller) {
    this.#face = face;
    this.#target = target;
    this.#teller = teller;
  }

  facts(): Promise<BlockFacts> {
    return this.#face.facts();
  }

  async open(spec: SpaceSpec): Promise<Space> {
    const space = await this.#face.open(spec);
    try {
      const log = await space.log?.({ capacity: LOG_RECORDS });
      if (log === undefined) {
        throw new StorageError(
          `Cannot tell what is durable on target "${this.#target}": its ` +
            "lanes keep no log",
          { kind: "Unsupported", operation: "acknowledge" },
        );
      }
      const told = this.#teller.begin(this.#target, spec, log);
      return new AcknowledgedSpace(space, told);
    } catch (error) {
      await space.close();
      throw error;
    }
  }
}

/** The space as it was; closing it reads its log to the end first. */
class AcknowledgedSpace implements Space {
  readonly #space: Space;
  readonly #told: { end(): void };

  constructor(space: Space, told: { end(): void }) {
    this.#space = space;
    this.#told = told;
  }

  get spec(): SpaceSpec {
    return this.#space.spec;
  }

  gate(): Gate {
    return this.#space.gate();
  }

  lane(gate: Gate, spec: LaneSpec): Lane {
    return this.#space.lane(gate, spec);
  }

  facts(): SpaceFacts {
    return this.#space.facts();
  }

  sync(): Promise<void> {
    return this.#space.sync();
  }

  async close(): Promise<void> {
    this.#told.end();
    await this.#space.close();
  }
}
