/** A space whose failures are `StorageError`s with a sentence. */
import type {
  LaneSpec,
  LogOptions,
  SpaceFacts,
  SpaceSpec,
} from "../ffi/mod.ts";
import type { Gate, Lane, Space, SpaceLog } from "./block.ts";
import { StorageError } from "./errors.ts";
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

  async log(options: LogOptions): Promise<SpaceLog> {
    const { log } = this.#space;
    if (log === undefined) {
      throw new StorageError(
        `Cannot keep a log of "${this.#url}": its lanes keep none`,
        { kind: "Unsupported", operation: "log" },
      );
    }
    try {
      return await log.call(this.#space, options);
    } catch (cause) {
      throw this.#failure("log", cause);
    }
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
