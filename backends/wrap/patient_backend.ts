/**
 * A backend that tries again what fails for a moment, for work that no figure
 * is taken of: cleaning up. Every retry is counted by its cause.
 *
 * Design. Only calls that may be carried out twice: reads, listings, deletes
 * and ends of uploads. What a failed put did is not known.
 */
import type {
  Backend,
  BackendUse,
  ListOptions,
  ListPage,
  ObjectFacts,
} from "../contract.ts";
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { ForwardingBackend } from "./forwarding_backend.ts";

/** Of one call: a store that throttles is out for a minute at most. */
const ATTEMPTS = 10;
const BASE_MS = 50;
const THROTTLED_BASE_MS = 1000;
const CAP_MS = 20_000;

/** What retries ask of their surroundings; a test hands in its own. */
export interface PatientPorts {
  wait(ms: number): Promise<void>;
  /** From 0 to before 1: full jitter. */
  fraction(): number;
}

/** Wraps a backend for as long as something is cleaned up. */
export class PatientBackend extends ForwardingBackend {
  readonly #ports: PatientPorts;
  readonly #retries = new Map<StorageErrorKind, number>();
  readonly deleteKeys?: NonNullable<Backend["deleteKeys"]>;
  readonly abortUploads?: NonNullable<Backend["abortUploads"]>;

  constructor(inner: Backend, ports: PatientPorts = realPorts()) {
    super(inner);
    this.#ports = ports;
    if (inner.deleteKeys !== undefined) {
      this.deleteKeys = (keys) => this.#again(() => inner.deleteKeys?.(keys));
    }
    if (inner.abortUploads !== undefined) {
      this.abortUploads = (prefix) =>
        this.#again(async () => await inner.abortUploads?.(prefix) ?? 0);
    }
  }

  /** How often a call was made again, by what the one before it failed with. */
  get retries(): ReadonlyMap<StorageErrorKind, number> {
    return this.#retries;
  }

  override get(key: string): Promise<Uint8Array> {
    return this.#again(() => super.get(key));
  }

  override head(key: string): Promise<ObjectFacts> {
    return this.#again(() => super.head(key));
  }

  override list(options?: ListOptions): Promise<ListPage> {
    return this.#again(() => super.list(options));
  }

  override delete(key: string): Promise<void> {
    return this.#again(() => super.delete(key));
  }

  override admit(use: BackendUse): Promise<void> {
    return this.#again(() => super.admit(use));
  }

  async #again<T>(body: () => T | Promise<T>): Promise<T> {
    for (let attempt = 1;; attempt++) {
      try {
        return await body();
      } catch (error) {
        if (!(error instanceof StorageError) || !error.transient) throw error;
        if (attempt === ATTEMPTS) throw error;
        const { kind } = error;
        this.#retries.set(kind, (this.#retries.get(kind) ?? 0) + 1);
        const base = kind === "RateLimited" ? THROTTLED_BASE_MS : BASE_MS;
        const limit = Math.min(CAP_MS, base * 2 ** (attempt - 1));
        await this.#ports.wait(this.#ports.fraction() * limit);
      }
    }
  }
}

function realPorts(): PatientPorts {
  return {
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    fraction: () => {
      const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
      return word / 2 ** 32;
    },
  };
}
