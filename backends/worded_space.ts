/** A space whose failures are `StorageError`s with a sentence. */
import type { LaneSpec, SpaceFacts, SpaceSpec } from "../ffi/mod.ts";
import type { Gate, Lane, Space } from "./block.ts";
import { diskFailure } from "./folder/disk_failure.ts";
import { laneFailure } from "./space_failure.ts";

/** Passes everything on to the core's own space, and words what fails. */
export class WordedSpace implements Space {
  readonly #space: Space;
  readonly #url: string;

  constructor(space: Space, url: string) {
    this.#space = space;
    this.#url = url;
  }

  get spec(): SpaceSpec {
    return this.#space.spec;
  }

  gate(): Gate {
    return this.#word("start", () => this.#space.gate());
  }

  lane(gate: Gate, spec: LaneSpec): Lane {
    try {
      return this.#space.lane(gate, spec);
    } catch (cause) {
      throw laneFailure(this.#url, spec, cause);
    }
  }

  facts(): SpaceFacts {
    return this.#word("describe", () => this.#space.facts());
  }

  async sync(): Promise<void> {
    try {
      await this.#space.sync();
    } catch (cause) {
      throw this.#failure("sync", cause);
    }
  }

  async close(): Promise<void> {
    try {
      await this.#space.close();
    } catch (cause) {
      throw this.#failure("close", cause);
    }
  }

  #word<T>(operation: string, body: () => T): T {
    try {
      return body();
    } catch (cause) {
      throw this.#failure(operation, cause);
    }
  }

  #failure(operation: string, cause: unknown) {
    const action = `${operation} the files of "${this.#url}"`;
    return diskFailure({ action, operation, path: this.#url }, cause);
  }
}
