/**
 * Objects of a store as ends of streams: ranges of one version come in, parts
 * of an upload or one put go out. The control plane begins and completes
 * uploads; the core moves their parts. Where a store takes no parts, what does
 * not fit into one chunk is a put that flows.
 */
import type {
  DigestKind,
  Digests,
  StoreSettings,
  StreamFailure,
  StreamPart,
} from "../../ffi/mod.ts";
import type { Backend, ObjectFacts, Upload } from "../contract.ts";
import type { CoreStorePort, StorePort } from "../core_port.ts";
import { StorageError } from "../errors.ts";
import type { FaultGate } from "../fault_gate.ts";
import { quoteKey } from "../key.ts";
import { objectFailure } from "../object_failure.ts";
import type {
  SinkOutcome,
  SinkPlan,
  StreamEnds,
  StreamFace,
  StreamSink,
  StreamSource,
  StreamUse,
} from "../stream_face.ts";
import { failPublish } from "../stream_fault.ts";
import { noCondition } from "./no_condition.ts";
import { statedDigests } from "./stated_digests.ts";
import { wordStore } from "./store_failure.ts";
import { type StreamAttempt, streamFailure } from "./stream_failure.ts";

/** The control plane; without `upload` the store takes no parts. */
export type StreamControl =
  & Pick<Backend, "head">
  & Partial<Pick<Backend, "upload" | "joinUpload" | "resumeUpload">>
  & {
    /** Takes away this very object, and none that replaced it. */
    remove?(object: ObjectFacts): Promise<void>;
  };

export interface StoreStreamOptions {
  readonly url: string;
  readonly core: Pick<StorePort, "openStore"> & {
    readonly faults?: FaultGate;
  };
  /** Asked for each object, so that a token may be a fresh one. */
  readonly settings: () => Promise<StoreSettings>;
  readonly objects: StreamControl;
  readonly partBytesMin: number;
  readonly partsMax: number;
  /** Digests that it states of every object. */
  readonly states?: readonly DigestKind[];
  /** The store's own words for what the core failed with. */
  readonly failure?: typeof streamFailure;
}

/** What libcurl is given to send from; it receives into less. */
const BUFFER_BYTES = 512 << 10;
/** More requests for one object move no more bytes. */
const DEPTH_MAX = 8;

export class StoreStreams implements StreamFace {
  readonly depthMax = DEPTH_MAX;
  readonly bufferBytes = BUFFER_BYTES;
  readonly partBytesMin: number;
  readonly partsMax: number;
  readonly #options: StoreStreamOptions;

  constructor(options: StoreStreamOptions) {
    this.#options = options;
    this.partBytesMin = options.partBytesMin;
    this.partsMax = options.partsMax;
  }

  async openSource(key: string): Promise<StreamSource> {
    const facts = await this.#options.objects.head(key);
    return new StoreSource(this.#options, facts, await this.#open("read", key));
  }

  async openSink(plan: SinkPlan): Promise<StreamSink> {
    const { key, sizeBytes, chunkBytes, resumeId } = plan;
    const { objects } = this.#options;
    if (plan.isNew) await this.#refuseTaken(key);
    const store = await this.#open("write", key);
    if (sizeBytes <= chunkBytes || objects.upload === undefined) {
      return new StoreSink(this.#options, { plan, store, upload: null });
    }
    try {
      const left = resumeId === undefined
        ? undefined
        : objects.joinUpload?.(key, resumeId) ??
          objects.resumeUpload?.(key, resumeId);
      const upload = left ?? await objects.upload(key);
      return new StoreSink(this.#options, { plan, store, upload });
    } catch (error) {
      store.close();
      throw error;
    }
  }

  async #refuseTaken(key: string): Promise<void> {
    const { objects, url } = this.#options;
    try {
      await objects.head(key);
    } catch (error) {
      if (error instanceof StorageError && error.kind === "NotFound") return;
      throw error;
    }
    throw objectFailure({ url, operation: "write", key }, "AlreadyExists");
  }

  async #open(operation: string, key: string): Promise<CoreStorePort> {
    const settings = await this.#options.settings();
    const { core, url } = this.#options;
    const action = `${operation} ${quoteKey(key)} in "${url}"`;
    return wordStore({ action, operation }, () => core.openStore(settings));
  }
}

class StoreSource implements StreamSource {
  readonly facts: ObjectFacts;
  readonly stated: Digests;
  readonly #options: StoreStreamOptions;
  readonly #store: CoreStorePort;

  constructor(
    options: StoreStreamOptions,
    facts: ObjectFacts,
    store: CoreStorePort,
  ) {
    this.#options = options;
    this.facts = facts;
    this.stated = statedDigests(facts);
    this.#store = store;
  }

  attach(ends: StreamEnds, use: StreamUse): Promise<void> {
    const { key, etag: version } = this.facts;
    const { url } = this.#options;
    return worded({ url, verb: "read", key }, () => {
      ends.fromStore({ ...use, store: this.#store, key, version });
    });
  }

  failure(failure: StreamFailure): StorageError {
    const { key } = this.facts;
    const { url } = this.#options;
    const { statusName } = failure;
    if (statusName !== "HTTP_PRECONDITION" && statusName !== "SHORT") {
      return wordsOf(this.#options, { url, verb: "read", key }, failure);
    }
    return objectFailure(
      { url, operation: "read", key },
      "PreconditionFailed",
      "it was replaced while it was read",
    );
  }

  /** Each range was asked for with the etag: nothing more to look at. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#store.close();
  }
}

interface StoreSinkState {
  readonly plan: SinkPlan;
  readonly store: CoreStorePort;
  /** `null`: one put, which flows unless it is one chunk. */
  readonly upload: Upload | null;
}

class StoreSink implements StreamSink {
  readonly holds: boolean;
  readonly parts: "never" | "must";
  readonly isRepeatable = true;
  readonly states: readonly DigestKind[];
  readonly resumeId: string | null;
  readonly #options: StoreStreamOptions;
  readonly #state: StoreSinkState;
  readonly #flows: boolean;
  /** What the store has in its place. */
  #wrong: ObjectFacts | null = null;

  constructor(options: StoreStreamOptions, state: StoreSinkState) {
    const { sizeBytes, chunkBytes } = state.plan;
    this.#options = options;
    this.#state = state;
    this.#flows = state.upload === null && sizeBytes > chunkBytes;
    this.holds = state.upload === null && !this.#flows;
    this.parts = state.upload === null ? "never" : "must";
    this.states = options.states ?? [];
    this.resumeId = state.upload?.id ?? null;
  }

  attach(ends: StreamEnds, use: StreamUse): Promise<void> {
    const { plan: { isNew, key }, store, upload } = this.#state;
    const { url } = this.#options;
    const version = this.resumeId ?? "";
    return worded({ url, verb: "write", key }, () => {
      ends.toStore({
        ...{ ...use, store, key, version },
        isNew: isNew && upload === null,
        ...(this.#flows && { flows: true, depth: 1 }),
      });
    });
  }

  failure(failure: StreamFailure): StorageError {
    const { isNew, key } = this.#state.plan;
    const { url } = this.#options;
    if (isNew && failure.httpStatus === 501) return noCondition({ url, key });
    const isTaken = failure.statusName === "HTTP_PRECONDITION" ||
      failure.code === "BlobAlreadyExists";
    return isNew && isTaken
      ? objectFailure({ url, operation: "write", key }, "AlreadyExists")
      : wordsOf(this.#options, { url, verb: "write", key }, failure);
  }

  async publish({ digests, parts }: SinkOutcome): Promise<ObjectFacts> {
    const { plan: { key, sizeBytes }, upload } = this.#state;
    if (upload !== null) await this.#complete(upload, parts);
    const { objects, url } = this.#options;
    const facts = await objects.head(key);
    const stated = statedDigests(facts);
    const other = facts.sizeBytes !== sizeBytes
      ? `it has ${facts.sizeBytes} bytes, and ${sizeBytes} were written`
      : Object.entries(stated).flatMap(([kind, text]) => {
        const made = Object.entries(digests).find(([one]) => one === kind);
        return made === undefined || made[1] === text
          ? []
          : [`its ${kind} is ${text}, and that of the bytes is ${made[1]}`];
      })[0];
    if (other === undefined) return facts;
    this.#wrong = facts;
    throw objectFailure(
      { url, operation: "write", key },
      "ChecksumMismatch",
      `the store says that ${other}`,
    );
  }

  async abandon(): Promise<void> {
    await this.#state.upload?.abort();
    if (this.#wrong !== null) {
      await this.#options.objects.remove?.(this.#wrong);
    }
  }

  async #complete(
    upload: Upload,
    parts: readonly StreamPart[],
  ): Promise<void> {
    const { plan: { isNew, key } } = this.#state;
    const { core: { faults }, url } = this.#options;
    await worded({ url, verb: "write", key }, () => failPublish(faults));
    const named = parts.map(({ etag }, index) => ({ number: index + 1, etag }));
    if (!isNew || upload.completeNew === undefined) {
      await upload.complete(named);
      return;
    }
    try {
      await upload.completeNew(named);
    } catch (error) {
      const isUnknown = error instanceof StorageError &&
        error.kind === "Unsupported";
      throw isUnknown ? noCondition({ url, key }, error) : error;
    }
  }

  close(): void {
    this.#state.store.close();
  }
}

function wordsOf(
  { failure: word = streamFailure }: StoreStreamOptions,
  tried: StreamAttempt,
  failure: StreamFailure,
): StorageError {
  return word(tried, failure);
}

/** Attaching is a call that returns; what it throws is worded. */
function worded(tried: StreamAttempt, body: () => void): Promise<void> {
  const action = `${tried.verb} ${quoteKey(tried.key)} in "${tried.url}"`;
  return new Promise((resolve) =>
    resolve(wordStore({ action, operation: tried.verb }, body))
  );
}
