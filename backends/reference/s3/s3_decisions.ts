/**
 * Every decision of the S3 endpoint that a mutant may change. A name stands for
 * one question; `value` is its answer, `about` what is known when it is asked.
 */
import type { BlobFile } from "../blob_folder.ts";
import type { Answer, Delivery } from "../http/answer.ts";
import type { Spoil } from "../spoil.ts";
import type { S3Code } from "./s3_error.ts";
import type { Bucket, S3Store } from "./s3_store.ts";
import type { StoredPart } from "./uploads.ts";
import type { Version } from "./version.ts";

/** The request behind a decision. */
export interface S3About {
  /** As S3 calls it: `GetObject`. */
  readonly operation: string;
  readonly store: S3Store;
  readonly bucket?: Bucket;
  readonly key?: string;
  /** What was at the key when the request came. */
  readonly arrived?: Version | undefined;
}

/** About an object that is read. */
export interface ReadAbout extends S3About {
  readonly version: Version;
}

/** About an answer that is sent. */
export interface DeliveryAbout extends S3About {
  readonly status: number;
  readonly sizeBytes: number;
}

export interface S3Decisions {
  /** Whether to refuse before anything is done. */
  readonly refusal: {
    readonly value: S3Code | undefined;
    readonly about: S3About;
  };
  /** Whether a checksum or Content-MD5 fits the bytes that came. */
  readonly checksum: { readonly value: boolean; readonly about: S3About };
  /** Whether the condition of a write holds. */
  readonly condition: {
    readonly value: boolean;
    readonly about: S3About & {
      readonly header: string;
      readonly current: Version | undefined;
    };
  };
  /** Whether a part is the one that a completion names. */
  readonly part: { readonly value: boolean; readonly about: S3About };
  /** What a number stands for once a part was put there again. */
  readonly replacedPart: {
    readonly value: StoredPart;
    readonly about: S3About & { readonly before: StoredPart };
  };
  /** Whether to abort what has become an object already. */
  readonly lateAbort: {
    readonly value: boolean;
    readonly about: S3About & {
      readonly isOpen: boolean;
      readonly current: Version | undefined;
    };
  };
  /** Whether a write that is acknowledged takes place. */
  readonly store: { readonly value: boolean; readonly about: S3About };
  /** The ETag of a draft, which is also what its writer is told. */
  readonly etag: {
    readonly value: string;
    readonly about: S3About & { readonly current: Version | undefined };
  };
  /** Which version a reader gets. */
  readonly read: {
    readonly value: Version | undefined;
    readonly about: S3About;
  };
  /** Which blobs its bytes come from. */
  readonly blobs: {
    readonly value: readonly BlobFile[];
    readonly about: ReadAbout;
  };
  /** Where a range begins. */
  readonly rangeStart: { readonly value: number; readonly about: ReadAbout };
  /** What happens to the bytes on their way. */
  readonly bytes: {
    readonly value: Spoil | undefined;
    readonly about: ReadAbout & { readonly sizeBytes: number };
  };
  /** Which objects a page of a listing holds. */
  readonly list: {
    readonly value: readonly Version[];
    readonly about: S3About & { readonly prefix: string };
  };
  /** What is answered at last. */
  readonly answer: { readonly value: Answer; readonly about: S3About };
  /** How the answer travels. */
  readonly delivery: {
    readonly value: Delivery;
    readonly about: DeliveryAbout;
  };
  /** After how many bytes of its body a request is dropped. */
  readonly intake: {
    readonly value: number | undefined;
    readonly about: S3About & { readonly sizeBytes: number };
  };
}
