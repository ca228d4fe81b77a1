/**
 * Every decision of the Blob endpoint that a mutant may change. A name stands
 * for one question; `value` is its answer, `about` what is known when it is
 * asked. The names are those of the S3 endpoint where the questions are.
 */
import type { Answer, Delivery } from "../http/answer.ts";
import type { Spoil } from "../spoil.ts";
import type { BlobCode } from "./blob_error.ts";
import type { BlobContainer, BlobPiece, BlobVersion } from "./blob_state.ts";

/** The request behind a decision. */
export interface AzureAbout {
  /** As Azure calls it: `PutBlob`. */
  readonly operation: string;
  readonly container?: BlobContainer;
  readonly blob?: string;
  /** What was there when the request came. */
  readonly arrived?: BlobVersion | undefined;
}

/** About a blob that is read. */
export interface AzureReadAbout extends AzureAbout {
  readonly version: BlobVersion;
}

export interface AzureDecisions {
  /** Whether to refuse before anything is done. */
  readonly refusal: {
    readonly value: BlobCode | undefined;
    readonly about: AzureAbout;
  };
  /** Whether Content-MD5 or the CRC64 fits the bytes that came. */
  readonly checksum: { readonly value: boolean; readonly about: AzureAbout };
  /** Whether the conditions of a write hold. */
  readonly condition: {
    readonly value: boolean;
    readonly about: AzureAbout & { readonly current: BlobVersion | undefined };
  };
  /** Whether a write that is acknowledged takes place. */
  readonly store: { readonly value: boolean; readonly about: AzureAbout };
  /** The ETag of a new version, which is also what its writer is told. */
  readonly etag: {
    readonly value: string;
    readonly about: AzureAbout & { readonly current: BlobVersion | undefined };
  };
  /** Which version a reader gets. */
  readonly read: {
    readonly value: BlobVersion | undefined;
    readonly about: AzureAbout;
  };
  /** Which pieces a committed block list joins. */
  readonly pieces: {
    readonly value: readonly BlobPiece[];
    readonly about: AzureAbout;
  };
  /** What an id stands for once a block was put there again. */
  readonly replacedBlock: {
    readonly value: BlobPiece;
    readonly about: AzureAbout & { readonly before: BlobPiece };
  };
  /** Which pieces a reader's bytes come from. */
  readonly readPieces: {
    readonly value: readonly BlobPiece[];
    readonly about: AzureReadAbout;
  };
  /** Where a range begins. */
  readonly rangeStart: {
    readonly value: number;
    readonly about: AzureReadAbout;
  };
  /** What happens to the bytes on their way. */
  readonly bytes: {
    readonly value: Spoil | undefined;
    readonly about: AzureReadAbout & { readonly sizeBytes: number };
  };
  /** Which blobs a page of a listing holds, in the order of their names. */
  readonly list: {
    readonly value: readonly BlobVersion[];
    readonly about: AzureAbout & { readonly prefix: string };
  };
  /** What is answered at last. */
  readonly answer: { readonly value: Answer; readonly about: AzureAbout };
  /** How the answer travels. */
  readonly delivery: {
    readonly value: Delivery;
    readonly about: AzureAbout & { readonly sizeBytes: number };
  };
}
