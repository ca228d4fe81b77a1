/**
 * Files of a folder as ends of streams: read where they are, written aside and
 * given their name at the end.
 */
import type { StreamFailure } from "../../ffi/mod.ts";
import type { ObjectFacts } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";
import { objectFailure } from "../object_failure.ts";
import { failPublish } from "../stream_fault.ts";
import { StreamStatus } from "../stream_status.ts";
import type {
  SinkOutcome,
  SinkPlan,
  StreamEnds,
  StreamFace,
  StreamSink,
  StreamSource,
  StreamUse,
} from "../stream_face.ts";
import { diskFailure, errnoOf } from "./disk_failure.ts";
import { fileFacts } from "./file_facts.ts";
import type { NameFacts } from "./folder_files.ts";
import type { FolderPlace } from "./folder_place.ts";

export interface FolderStreamOptions {
  readonly url: string;
  readonly place: FolderPlace;
  readonly direct: boolean;
}

export class FolderStreams implements StreamFace {
  readonly partBytesMin = 1;
  readonly partsMax = Number.MAX_SAFE_INTEGER;
  readonly bufferBytes = 0;
  readonly depthMax: number;
  readonly #options: FolderStreamOptions;

  constructor(options: FolderStreamOptions) {
    this.#options = options;
    this.depthMax = options.direct ? 8 : 1;
  }

  async openSource(key: string): Promise<StreamSource> {
    return await worded(this.#options, { verb: "read", key }, async () => {
      const { place } = this.#options;
      await place.checkWay(key);
      const facts = await fileFacts(place.files, place.pathOf(key));
      return new FolderSource(this.#options, { key, ...facts });
    });
  }

  async openSink(plan: SinkPlan): Promise<StreamSink> {
    const { key, resumeId } = plan;
    return await worded(this.#options, { verb: "write", key }, async () => {
      const { place, url } = this.#options;
      const taken = plan.isNew ? await takenBy(place, key) : undefined;
      if (taken !== undefined) {
        throw taken.isDirectory
          ? folderInTheWay(url, key)
          : objectFailure({ url, operation: "write", key }, "AlreadyExists");
      }
      if (resumeId === undefined) {
        const path = await place.reserve();
        return new FolderSink(this.#options, { plan, path, isThere: false });
      }
      const path = place.stagedPath(resumeId);
      await place.files.facts(path);
      return new FolderSink(this.#options, { plan, path, isThere: true });
    });
  }
}

/** To replace it is no way out. */
function folderInTheWay(url: string, key: string): StorageError {
  return new StorageError(
    `Cannot write ${quoteKey(key)} in "${url}": a folder is in its place`,
    { kind: "Unexpected", operation: "write" },
  );
}

async function takenBy(
  place: FolderPlace,
  key: string,
): Promise<NameFacts | undefined> {
  try {
    return await place.files.facts(place.pathOf(key));
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

class FolderSource implements StreamSource {
  readonly facts: ObjectFacts;
  readonly stated = {};
  readonly #options: FolderStreamOptions;

  constructor(options: FolderStreamOptions, facts: ObjectFacts) {
    this.#options = options;
    this.facts = facts;
  }

  async attach(ends: StreamEnds, use: StreamUse): Promise<void> {
    const { key } = this.facts;
    const { place, direct } = this.#options;
    const path = place.pathOf(key);
    const depth = direct ? use.depth : 1;
    await worded(this.#options, { verb: "read", key }, () => {
      return ends.fromFile({ path, direct, depth, over: false });
    });
  }

  failure(failure: StreamFailure): StorageError {
    return failureOf(this.#options, {
      verb: "read",
      key: this.facts.key,
      failure,
    });
  }

  async settle(): Promise<void> {
    const { key, etag } = this.facts;
    const { place, url } = this.#options;
    const now = await worded(
      this.#options,
      { verb: "read", key },
      () => fileFacts(place.files, place.pathOf(key)),
    );
    if (now.etag === etag) return;
    throw objectFailure(
      { url, operation: "read", key },
      "PreconditionFailed",
      "it changed while it was read",
    );
  }

  close(): void {}
}

interface FolderSinkState {
  readonly plan: SinkPlan;
  /** Of the staged file. */
  readonly path: string;
  /** It was left by another process. */
  readonly isThere: boolean;
}

class FolderSink implements StreamSink {
  readonly holds = false;
  readonly parts = "can";
  readonly resumeId: string;
  readonly #options: FolderStreamOptions;
  readonly #state: FolderSinkState;

  constructor(options: FolderStreamOptions, state: FolderSinkState) {
    this.#options = options;
    this.#state = state;
    this.resumeId = state.path.slice(state.path.lastIndexOf("/") + 1);
  }

  async attach(ends: StreamEnds, use: StreamUse): Promise<void> {
    const { direct } = this.#options;
    const { path, isThere: over } = this.#state;
    const depth = direct ? use.depth : 1;
    await this.#worded(() => ends.toFile({ path, direct, depth, over }));
  }

  failure(failure: StreamFailure): StorageError {
    const { key } = this.#state.plan;
    return failureOf(this.#options, { verb: "write", key, failure });
  }

  publish(_outcome: SinkOutcome): Promise<ObjectFacts> {
    const { place, url } = this.#options;
    const { path, plan: { key, isNew } } = this.#state;
    return this.#worded(async () => {
      failPublish(place.faults);
      const facts = await fileFacts(place.files, path);
      try {
        return await place.publish({ path, facts }, key, isNew);
      } catch (error) {
        if (!isNew || errnoOf(error) !== "EEXIST") throw error;
        throw objectFailure({ url, operation: "write", key }, "AlreadyExists");
      }
    });
  }

  abandon(): Promise<void> {
    return this.#worded(async () => {
      await this.#options.place.files.remove(this.#state.path).catch(
        (error) => {
          if (errnoOf(error) !== "ENOENT") throw error;
        },
      );
    });
  }

  close(): void {}

  #worded<T>(body: () => Promise<T>): Promise<T> {
    const { key } = this.#state.plan;
    return worded(this.#options, { verb: "write", key }, body);
  }
}

interface Tried {
  readonly verb: "read" | "write";
  readonly key: string;
}

async function worded<T>(
  options: FolderStreamOptions,
  tried: Tried,
  body: () => Promise<T>,
): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    throw diskFailure(attemptOf(options, tried), cause);
  }
}

function failureOf(
  options: FolderStreamOptions,
  { failure, ...tried }: Tried & { readonly failure: StreamFailure },
): StorageError {
  const attempt = attemptOf(options, tried);
  if (failure.statusName !== "SHORT") {
    return diskFailure(attempt, new StreamStatus(failure));
  }
  const at = { url: options.url, operation: tried.verb, key: tried.key };
  return objectFailure(
    at,
    "PreconditionFailed",
    "it became shorter while it was read",
  );
}

function attemptOf({ url, place }: FolderStreamOptions, tried: Tried) {
  const { verb, key } = tried;
  return {
    action: `${verb} ${quoteKey(key)} in "${url}"`,
    operation: verb,
    path: verb === "read" ? place.pathOf(key) : place.root,
  };
}
