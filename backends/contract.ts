/**
 * What every backend offers. Two faces: the object face (keys and bytes),
 * which all backends have, and the block face (offsets under load), which
 * storage with addressable bytes has as well.
 *
 * A backend knows nothing of profiles, prints nothing and never retries.
 * Every method fails with a `StorageError` and nothing else.
 */
import type { BlockFace } from "./block.ts";
import type { Capability } from "./capability.ts";
import type { StoreFace } from "./store.ts";
import type { StreamFace } from "./stream_face.ts";

/** Whole-object checksum as it travels: base64 of its bytes, highest first. */
export interface ObjectChecksum {
  readonly algorithm: "md5" | "crc32c" | "crc64nvme";
  readonly base64: string;
}

/** What a person or program wrote beside the bytes. */
export interface ObjectDescription {
  readonly contentType: string;
  /** Names in small letters. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What `head` and `list` know of one object. */
export interface ObjectFacts {
  readonly key: string;
  readonly sizeBytes: number;
  /** Changes whenever the object's bytes change; opaque, compared by `===`. */
  readonly etag: string;
  readonly modifiedMs: number;
  /** From `head`, where the capability `metadata` is declared. */
  readonly description?: ObjectDescription;
  /** What the storage says it is; from `putChecked`, and where it is kept. */
  readonly checksum?: ObjectChecksum;
}

export interface ListOptions {
  readonly prefix?: string;
  /** Keys that share what follows the prefix up to it fold into `prefixes`. */
  readonly delimiter?: string;
  /** At most this many keys and prefixes together; 1000 when absent. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** One page, in ascending order of the keys' UTF-8 bytes. */
export interface ListPage {
  readonly objects: readonly ObjectFacts[];
  readonly prefixes: readonly string[];
  /** Give it as `after` to go on; absent on the last page. */
  readonly next?: string;
}

/**
 * A half-open range of bytes. `end` beyond the object means up to its end; a
 * range that covers no byte of the object is `RangeNotSatisfiable`.
 */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface UploadPart {
  readonly number: number;
  readonly etag: string;
}

/**
 * One multipart upload: parts in any order, visible only once complete. Parts
 * join by ascending number. No part at all, a part that is named twice, was never
 * put, or was replaced since, fails `complete` with `PreconditionFailed`; an
 * ended upload is `NotFound`.
 */
export interface Upload {
  readonly id: string;
  /** Part numbers are 1 to 10,000; a second put of one replaces the first. */
  put(number: number, bytes: Uint8Array): Promise<UploadPart>;
  complete(parts: readonly UploadPart[]): Promise<ObjectFacts>;
  /**
   * As `complete`, but fails with `AlreadyExists` when the key is there.
   * Present where the store judges that in the same step.
   */
  completeNew?(parts: readonly UploadPart[]): Promise<ObjectFacts>;
  abort(): Promise<void>;
}

/** A put or an upload that has no end: no key has its bytes. */
export interface Unfinished {
  /** A key, or the name of a file beside the keys. */
  readonly name: string;
  /**
   * Absent where `name` is a key, which says whose it is. Else whether the
   * process that wrote it has ended, as far as this host sees processes.
   */
  readonly isLeft?: boolean;
  /** `null` where the storage does not tell. */
  readonly sizeBytes: number | null;
  /** Takes it away; one that has ended meanwhile is left as it is. */
  remove(): Promise<void>;
}

/** What a server said of the answer itself, where there was one. */
export interface AnswerMark {
  /** Of HTTP. */
  readonly status: number;
  /** As the store calls the request, for those who run it. */
  readonly requestId?: string;
}

/** What a run is about to do: make new bytes, or judge what is there. */
export type BackendUse = "create" | "verify";

/**
 * Storage under test. A method whose capability is not declared rejects with
 * kind `Unsupported` and changes nothing.
 */
export interface Backend {
  /** URL as it may be printed: without secrets. */
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** How the server names itself, once it has answered. */
  readonly server?: string | undefined;
  /**
   * Of the latest request, as long as one is under way at a time; `undefined`
   * when it got no answer, and where there are no requests.
   */
  readonly lastAnswer?: AnswerMark | undefined;
  /** Bytes of the longest key that fits below its prefix; 1024 if absent. */
  readonly keyBytesMax?: number;

  put(key: string, bytes: Uint8Array): Promise<ObjectFacts>;
  /** Fails with `AlreadyExists` when the key is there. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts>;
  /** Fails with `PreconditionFailed` when the object is another one by now. */
  putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts>;
  /** Puts with a content type and metadata, which `head` tells. */
  putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts>;
  /** Fails with `ChecksumMismatch` when the bytes do not fit, and puts nothing. */
  putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts>;
  putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts>;
  /**
   * Asks whether a put of that many bytes would be taken, and sends none. Present
   * where a store has a limit, and a request can ask before its bytes flow.
   */
  offerPut?(key: string, sizeBytes: number): Promise<"taken" | "too large">;
  /** Bytes of the largest put that the protocol promises; see `offerPut`. */
  readonly putBytesMax?: number;
  get(key: string): Promise<Uint8Array>;
  getRange(key: string, range: ByteRange): Promise<Uint8Array>;
  /**
   * Fills `into` with the bytes from `start` on; resolves to their number, less
   * than its length only where the object ends. Present where no memory of its
   * own lies between, and absent from wrappers, which change what `get` gives.
   */
  readInto?(
    key: string,
    start: number,
    into: Uint8Array<ArrayBuffer>,
  ): Promise<number>;
  getStream(key: string): Promise<ReadableStream<Uint8Array>>;
  head(key: string): Promise<ObjectFacts>;
  list(options?: ListOptions): Promise<ListPage>;
  /** Removing what is not there succeeds. */
  delete(key: string): Promise<void>;
  /**
   * As `delete`, of up to 1000 keys with one request; fails with what the first
   * key failed with that did. Present where a store has such a request.
   */
  deleteKeys?(keys: readonly string[]): Promise<void>;
  /** Replaces what is at `to`, as `rename` does. */
  copy(from: string, to: string): Promise<ObjectFacts>;
  rename(from: string, to: string): Promise<ObjectFacts>;
  /** Starts a multipart upload. */
  upload(key: string): Promise<Upload>;
  /**
   * Another way to an upload that was begun at this key, by its id. Present
   * where the server keeps uploads; asks it nothing.
   */
  joinUpload?(key: string, id: string): Upload;
  /**
   * An upload that a process left behind, by its id. Present where the server
   * keeps parts and not uploads, so that a joined one could not tell its end.
   */
  resumeUpload?(key: string, id: string): Upload;
  /** Returns once all acknowledged bytes survive a loss of power. */
  sync(): Promise<void>;

  /** Present exactly when the capability `block` is declared. */
  readonly block?: BlockFace;
  /** Present exactly when the capability `load` is declared. */
  readonly store?: StoreFace;
  /** Present where the core can move whole objects by itself. */
  readonly streams?: StreamFace;

  /**
   * Fails with what a load would be refused for later: a read-only place, a
   * device in use or with something on it. Looks only, changes nothing.
   */
  admit(use: BackendUse): Promise<void>;

  /**
   * Has `note` called, and waits for it, before a key makes an entry in the
   * root, so that whoever owns the place can list it as its own first. Present
   * where keys are files, which outlive a process that is killed.
   */
  noteEntries?(note: (name: string) => Promise<void>): void;

  /**
   * Ends every upload in parts that was begun at a key with this prefix and
   * has no end; resolves to their number. Present where they outlive the
   * process that began them.
   */
  abortUploads?(prefix: string): Promise<number>;

  /**
   * Puts and uploads without an end at keys with this prefix; of those whose
   * key nobody can tell, all. One may be under way: who asks must know. Present
   * where they outlive the process that began them.
   */
  unfinished?(prefix: string): Promise<readonly Unfinished[]>;

  close(): Promise<void>;
}
