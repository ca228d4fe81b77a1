/**
 * What a script lane needs of a store's own SDK: one attempt for each call,
 * bodies as they flow. Every call rejects with a `ClientFailure`.
 */
import type { StatusName } from "../../../ffi/mod.ts";

/** After these a write was surely not carried out. */
const REFUSALS: readonly StatusName[] = [
  "HTTP_REFUSED",
  "HTTP_RESOLVE",
  "HTTP_TLS",
  "HTTP_DENIED",
  "HTTP_NOT_FOUND",
  "HTTP_PRECONDITION",
  "HTTP_RANGE",
  "HTTP_REDIRECT",
  "HTTP_REQUEST",
];

/** How an attempt failed, in the words of the core. */
export class ClientFailure extends Error {
  override readonly name = "ClientFailure";
  readonly status: StatusName;
  /** Whether a write that failed so may have been carried out all the same. */
  readonly isUnknown: boolean;
  /** The store asked to be left alone for so long; 0: it did not. */
  retryAfterMs = 0;

  constructor(status: StatusName, isUnknown = !REFUSALS.includes(status)) {
    super(`Cannot end the request: ${status}`);
    this.status = status;
    this.isUnknown = isUnknown;
  }
}

/** A half-open range of bytes. */
export interface BodyRange {
  readonly start: number;
  readonly end: number;
}

/** An answer whose body has begun to flow. */
export interface StoreBody {
  /** As promised; `null` where the answer did not say. */
  readonly sizeBytes: number | null;
  /** In order; rejects with a `ClientFailure`. Must be read to its end. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What the store says of all bytes of the object, where it says anything. */
  readonly checksum?: StatedChecksum;
}

/** A checksum as it came with a body. */
export interface StatedChecksum {
  /** `null`: over the checksums of its parts, or of a kind that is not known. */
  readonly kind: "md5" | "crc32c" | "crc64nvme" | null;
  /** As the store writes it: base64, highest byte first. */
  readonly text: string;
}

export interface ListedKey {
  readonly key: string;
  readonly sizeBytes: number;
}

/** One page of a listing, as the store sent it. */
export interface ListedPage {
  readonly entries: readonly ListedKey[];
  readonly isLast: boolean;
}

export interface PageRequest {
  /** Keys that follow this one; from the start of the prefix when empty. */
  readonly after: string;
  readonly prefix: string;
  readonly limit: number;
}

/** An upload in parts that was begun. */
export interface StoreUpload {
  put(number: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Joins the parts that were put, by ascending number. */
  complete(): Promise<void>;
  abort(): Promise<void>;
}

/** Keys are whole: the prefix of the target is part of them. */
export interface StoreClient {
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  get(key: string, range: BodyRange | null): Promise<StoreBody>;
  /** Size in bytes. */
  head(key: string): Promise<number>;
  /** Pages begin nowhere but where their prefix does: `after` is passed over. */
  readonly startsAtPrefix?: boolean;
  list(request: PageRequest): Promise<ListedPage>;
  delete(key: string): Promise<void>;
  upload(key: string): Promise<StoreUpload>;
  close(): void;
}
