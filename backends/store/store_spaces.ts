/**
 * Spaces of the core over a store of their own: what fails is a `StorageError`
 * with a sentence, and closing the space closes the store, which wipes the
 * secrets.
 */
import type {
  LaneSpec,
  ObjectLaneSpec,
  ObjectSpaceFacts,
  ObjectSpaceSpec,
  SpaceFacts,
  SpaceSpec,
} from "../../ffi/mod.ts";
import type { Gate, Lane, Space } from "../block.ts";
import type { CoreStorePort } from "../core_port.ts";
import type { ObjectLane, ObjectSpace } from "../store.ts";
import { type StoreAttempt, storeFailure, wordStore } from "./store_failure.ts";

/** A space of the core, where it is, and what it stands on. */
export interface OverStore<Inner> {
  readonly url: string;
  readonly inner: Inner;
  readonly store: CoreStorePort;
  /** Without secrets, at least one; lanes choose by number. */
  readonly endpoints: readonly string[];
}

/** As the core chooses: modulo their count. */
function endpointOf(
  { endpoints }: Pick<OverStore<unknown>, "endpoints">,
  number: number,
): string {
  return endpoints[number % endpoints.length] ?? "";
}

function attempt(operation: string, url: string): StoreAttempt {
  return { action: `${operation} the objects of "${url}"`, operation };
}

function laneAttempt(lane: number, url: string): StoreAttempt {
  return { action: `start lane ${lane} on "${url}"`, operation: "lane" };
}

/** Keys under load; owns its store. */
export class StoreObjects implements ObjectSpace {
  readonly #over: OverStore<ObjectSpace>;

  constructor(over: OverStore<ObjectSpace>) {
    this.#over = over;
  }

  get spec(): ObjectSpaceSpec {
    return this.#over.inner.spec;
  }

  gate(): Gate {
    return this.#word("start", (inner) => inner.gate());
  }

  lane(gate: Gate, spec: ObjectLaneSpec): ObjectLane {
    const { url, inner } = this.#over;
    return wordStore(laneAttempt(spec.lane, url), () => inner.lane(gate, spec));
  }

  endpoint(number: number): string {
    return endpointOf(this.#over, number);
  }

  key(index: number): string {
    return this.#word("name", (inner) => inner.key(index));
  }

  facts(): ObjectSpaceFacts {
    return this.#word("describe", (inner) => inner.facts());
  }

  close(): void {
    this.#word("close", (inner) => inner.close());
    this.#word("close", () => this.#over.store.close());
  }

  #word<T>(operation: string, body: (inner: ObjectSpace) => T): T {
    const { url, inner } = this.#over;
    return wordStore(attempt(operation, url), () => body(inner));
  }
}

/** Offsets under load, in objects; owns its store. */
export class StoreSpace implements Space {
  readonly #over: OverStore<Space>;

  constructor(over: OverStore<Space>) {
    this.#over = over;
  }

  get spec(): SpaceSpec {
    return this.#over.inner.spec;
  }

  gate(): Gate {
    return this.#word("start", (inner) => inner.gate());
  }

  lane(gate: Gate, spec: LaneSpec): Lane {
    const { url, inner } = this.#over;
    return wordStore(laneAttempt(spec.lane, url), () => inner.lane(gate, spec));
  }

  endpoint(number: number): string {
    return endpointOf(this.#over, number);
  }

  facts(): SpaceFacts {
    return this.#word("describe", (inner) => inner.facts());
  }

  async sync(): Promise<void> {
    const { url, inner } = this.#over;
    try {
      await inner.sync();
    } catch (cause) {
      throw storeFailure(attempt("sync", url), cause);
    }
  }

  async close(): Promise<void> {
    const { url, inner } = this.#over;
    try {
      await inner.close();
    } catch (cause) {
      throw storeFailure(attempt("close", url), cause);
    }
    this.#word("close", () => this.#over.store.close());
  }

  #word<T>(operation: string, body: (inner: Space) => T): T {
    const { url, inner } = this.#over;
    return wordStore(attempt(operation, url), () => body(inner));
  }
}
