/**
 * One multipart upload as blocks: each part is a block, completion is the list
 * of them.
 *
 * Design. The service knows blocks of a blob, and no uploads. So the upload is
 * in the ids: those of two uploads differ, and have one length, as the service
 * demands. What it cannot tell (a part was put again, the upload has ended) is
 * known here. Nothing takes blocks away: those of an aborted upload go after a
 * week, or with the next completion of the same key.
 */
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import type { BlockBlobClient } from "@azure/storage-blob";
import type { ObjectFacts, Upload, UploadPart } from "../contract.ts";
import {
  checkPartNumber,
  objectFailure,
  orderParts,
} from "../object_failure.ts";
import { factsOf } from "./azure_facts.ts";

export interface AzureUploadOptions {
  /** 16 characters that no other upload has. */
  readonly id: string;
  readonly key: string;
  readonly url: string;
  readonly blob: BlockBlobClient;
  /** Words what the SDK throws. */
  readonly attempt: <T>(
    operation: string,
    body: () => Promise<T>,
  ) => Promise<T>;
}

interface PutPart {
  readonly etag: string;
  readonly sizeBytes: number;
}

/** Ended after `complete` or `abort`; the service is not asked again then. */
export class AzureUpload implements Upload {
  readonly id: string;
  readonly #options: AzureUploadOptions;
  readonly #parts = new Map<number, PutPart>();
  #hasEnded = false;

  constructor(options: AzureUploadOptions) {
    this.id = options.id;
    this.#options = options;
  }

  put(number: number, bytes: Uint8Array): Promise<UploadPart> {
    const operation = "put part";
    return this.#attempt(operation, async () => {
      checkPartNumber(this.#at(operation), number);
      const md5 = createHash("md5").update(bytes).digest();
      await this.#options.blob.stageBlock(
        blockId(this.id, number),
        Buffer.from(bytes),
        bytes.length,
        { transactionalContentMD5: md5 },
      );
      const etag = `"${md5.toString("hex")}"`;
      this.#parts.set(number, { etag, sizeBytes: bytes.length });
      return { number, etag };
    });
  }

  complete(parts: readonly UploadPart[]): Promise<ObjectFacts> {
    return this.#complete(parts, {});
  }

  /** The service itself words it: BlobAlreadyExists. */
  completeNew(parts: readonly UploadPart[]): Promise<ObjectFacts> {
    return this.#complete(parts, { conditions: { ifNoneMatch: "*" } });
  }

  #complete(
    parts: readonly UploadPart[],
    options: { readonly conditions?: { readonly ifNoneMatch: "*" } },
  ): Promise<ObjectFacts> {
    const operation = "complete the upload of";
    return this.#attempt(operation, async () => {
      const at = this.#at(operation);
      const sorted = orderParts(at, parts);
      let sizeBytes = 0;
      for (const { number, etag } of sorted) {
        const put = this.#parts.get(number);
        // One that was never put goes to the service, which must refuse it.
        if (put !== undefined && put.etag !== etag) {
          throw objectFailure(
            at,
            "PreconditionFailed",
            `part ${number} is not the one that was put last`,
          );
        }
        sizeBytes += put?.sizeBytes ?? 0;
      }
      const ids = sorted.map(({ number }) => blockId(this.id, number));
      const answer = await this.#options.blob.commitBlockList(ids, options);
      this.#hasEnded = true;
      return factsOf(this.#options.key, sizeBytes, answer);
    });
  }

  abort(): Promise<void> {
    return this.#attempt("abort the upload of", () => {
      this.#hasEnded = true;
      this.#parts.clear();
      return Promise.resolve();
    });
  }

  #at(operation: string) {
    const { url, key } = this.#options;
    return { url, operation, key };
  }

  #attempt<T>(operation: string, body: () => Promise<T>): Promise<T> {
    return this.#options.attempt(operation, () => {
      if (!this.#hasEnded) return body();
      throw objectFailure(
        this.#at(operation),
        "NotFound",
        `upload ${this.id} has ended`,
      );
    });
  }
}

/** Id of the block of a part: base64, and of one length for all parts. */
export function blockId(uploadId: string, number: number): string {
  const text = `${uploadId}-${String(number).padStart(5, "0")}`;
  return btoa(text);
}

/** An id for a new upload: 64 bits of the system's chance, as hex. */
export function newUploadId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
