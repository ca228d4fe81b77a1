/** Multipart uploads, and streams, which are uploads once they are long. */
import type { ObjectFacts, Upload, UploadPart } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";
import {
  checkPartNumber,
  objectFailure,
  orderParts,
} from "../object_failure.ts";
import { bodyChunks, joinChunks } from "../stream.ts";
import type { S3Connection } from "./s3_client.ts";
import { s3Code } from "./s3_failure.ts";

/** Bytes of the first parts of a stream; a shorter one is put in one go. */
const PART_BYTES = 8 << 20;
/** Parts get twice as large after so many, to stay below 10,000. */
const PARTS_PER_SIZE = 2000;

export interface UploadPlace {
  readonly connection: S3Connection;
  readonly url: string;
  readonly bucket: string;
  readonly key: string;
  /** The key with the prefix. */
  readonly bucketKey: string;
  readonly uploadId: string;
  /** Runs a call of the SDK; what it throws becomes a `StorageError`. */
  readonly attempt: <T>(
    operation: string,
    body: () => Promise<T>,
  ) => Promise<T>;
}

/** An upload that the server knows. */
export class S3Upload implements Upload {
  readonly id: string;
  readonly #place: UploadPlace;
  readonly #sizes = new Map<number, number>();

  constructor(place: UploadPlace) {
    this.#place = place;
    this.id = place.uploadId;
  }

  put(number: number, bytes: Uint8Array): Promise<UploadPart> {
    const { connection: { sdk, client }, attempt } = this.#place;
    const operation = "put part";
    return attempt(operation, async () => {
      checkPartNumber(this.#at(operation), number);
      // A copy, because the caller may reuse its buffer before all was sent.
      const body = bytes.slice();
      const answer = await client.send(
        new sdk.UploadPartCommand({
          ...this.#names(),
          PartNumber: number,
          Body: body,
        }),
      );
      this.#sizes.set(number, body.length);
      return { number, etag: this.#etag(operation, answer.ETag) };
    });
  }

  complete(parts: readonly UploadPart[]): Promise<ObjectFacts> {
    return this.#complete(parts, false);
  }

  completeNew(parts: readonly UploadPart[]): Promise<ObjectFacts> {
    return this.#complete(parts, true);
  }

  #complete(
    parts: readonly UploadPart[],
    isNew: boolean,
  ): Promise<ObjectFacts> {
    const { connection: { sdk, client }, attempt, key } = this.#place;
    const operation = "complete the upload of";
    return attempt(operation, async () => {
      const sorted = orderParts(this.#at(operation), parts);
      const answer = await client.send(
        new sdk.CompleteMultipartUploadCommand({
          ...this.#names(),
          ...(isNew ? { IfNoneMatch: "*" } : {}),
          MultipartUpload: {
            Parts: sorted.map(({ number, etag }) => ({
              PartNumber: number,
              ETag: etag,
            })),
          },
        }),
      ).catch((error) => {
        const isTaken = isNew && s3Code(error) === "PreconditionFailed";
        throw isTaken
          ? objectFailure(this.#at(operation), "AlreadyExists")
          : error;
      });
      return {
        key,
        sizeBytes: sorted.reduce(
          (total, { number }) => total + (this.#sizes.get(number) ?? 0),
          0,
        ),
        etag: this.#etag(operation, answer.ETag),
        modifiedMs: Date.now(),
      };
    });
  }

  abort(): Promise<void> {
    const { connection: { sdk, client }, attempt } = this.#place;
    return attempt("abort the upload of", async () => {
      await client.send(new sdk.AbortMultipartUploadCommand(this.#names()));
    });
  }

  #names() {
    const { bucket, bucketKey, uploadId } = this.#place;
    return { Bucket: bucket, Key: bucketKey, UploadId: uploadId };
  }

  #at(operation: string) {
    const { url, key } = this.#place;
    return { url, operation, key };
  }

  /** An answer without one is no answer to this call, whatever its status. */
  #etag(operation: string, etag: string | undefined): string {
    if (etag !== undefined && etag !== "") return etag;
    const { url, key } = this.#place;
    throw new StorageError(
      `Cannot ${operation} ${quoteKey(key)} in "${url}": the server answers ` +
        "success without an etag",
      { kind: "Unexpected", operation },
    );
  }
}

/** What a stream is put with. */
export interface StreamPlace {
  readonly url: string;
  readonly key: string;
  readonly body: ReadableStream<Uint8Array>;
  readonly put: (bytes: Uint8Array) => Promise<ObjectFacts>;
  readonly upload: () => Promise<Upload>;
}

/** A short stream is one put; a long one an upload, aborted if it fails. */
export async function putS3Stream(place: StreamPlace): Promise<ObjectFacts> {
  const pieces = streamPieces(place);
  const first = await pieces.next();
  const start = first.done === true ? new Uint8Array() : first.value;
  if (start.length < PART_BYTES) return await place.put(start);
  const upload = await place.upload();
  try {
    const parts = [await upload.put(1, start)];
    for await (const piece of pieces) {
      parts.push(await upload.put(parts.length + 1, piece));
    }
    return await upload.complete(parts);
  } catch (error) {
    await pieces.return(undefined);
    await upload.abort().catch(() => {});
    throw error;
  }
}

/** The body in pieces of a part's size; only the last one is shorter. */
async function* streamPieces(
  place: StreamPlace,
): AsyncGenerator<Uint8Array, undefined> {
  const { url, key } = place;
  const at = { url, operation: "put stream", key };
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let count = 0;
  for await (const chunk of bodyChunks(at, place.body)) {
    held.push(chunk.slice());
    heldBytes += chunk.length;
    const partBytes = PART_BYTES * 2 ** Math.floor(count / PARTS_PER_SIZE);
    while (heldBytes >= partBytes) {
      const all = joinChunks(held);
      yield all.subarray(0, partBytes);
      count++;
      held = [all.subarray(partBytes)];
      heldBytes -= partBytes;
    }
  }
  if (heldBytes > 0) yield joinChunks(held);
  return undefined;
}
