/**
 * A multipart upload in memory: parts are copies that nobody sees until they
 * are completed.
 */
import type { ObjectFacts, Upload } from "./contract.ts";
import {
  checkPartNumber,
  objectFailure,
  orderParts,
} from "./object_failure.ts";
import { joinChunks } from "./stream.ts";

/** What an upload is of, and who gets the joined bytes. */
export interface MemUploadOptions {
  readonly id: string;
  readonly key: string;
  readonly url: string;
  readonly store: (bytes: Uint8Array) => ObjectFacts;
}

/** One upload in memory; ended after `complete` or `abort`. */
export function memUpload(options: MemUploadOptions): Upload {
  const { id, key, url, store } = options;
  const parts = new Map<number, { bytes: Uint8Array; etag: string }>();
  let version = 0;
  let hasEnded = false;
  const attempt = (operation: string) => {
    if (!hasEnded) return { url, operation, key };
    throw objectFailure(
      { url, operation, key },
      "NotFound",
      `upload ${id} has ended`,
    );
  };
  return {
    id,
    put: async (number, bytes) => {
      await Promise.resolve(checkPartNumber(attempt("put part"), number));
      const etag = `${id}-${number}-${++version}`;
      parts.set(number, { bytes: bytes.slice(), etag });
      return { number, etag };
    },
    complete: async (wanted) => {
      const tried = attempt("complete the upload of");
      await Promise.resolve();
      const chunks = orderParts(tried, wanted).map(({ number, etag }) => {
        const part = parts.get(number);
        if (part?.etag === etag) return part.bytes;
        throw objectFailure(
          tried,
          "PreconditionFailed",
          `part ${number} is not the one that was put last`,
        );
      });
      hasEnded = true;
      return store(joinChunks(chunks));
    },
    abort: async () => {
      await Promise.resolve(attempt("abort the upload of"));
      hasEnded = true;
      parts.clear();
    },
  };
}
