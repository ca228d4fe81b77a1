/** What an answer of the SDK tells of an object, and what it must tell. */
import type {
  GetObjectCommandOutput,
  HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import type { ObjectDescription, ObjectFacts } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";
import type { Attempt } from "../object_failure.ts";
import { readStream } from "../stream.ts";
import { checksumOf, type StatedChecksums } from "./s3_checksum.ts";

/** What the answer to a put or a copy tells; it must have an etag. */
export function factsOfPut(
  attempt: Attempt,
  sizeBytes: number,
  answer:
    | StatedChecksums & {
      readonly ETag?: string | undefined;
      readonly LastModified?: Date | undefined;
    }
    | undefined,
): ObjectFacts {
  const etag = answer?.ETag ?? "";
  if (etag === "") throw oddAnswer(attempt, "success without an etag");
  const checksum = checksumOf(answer ?? {});
  return {
    key: attempt.key,
    sizeBytes,
    etag,
    // Only a copy says when; of a put it is the time of the answer.
    modifiedMs: answer?.LastModified?.getTime() ?? Date.now(),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

/** What the answer to a head tells. */
export function factsOfHead(
  attempt: Attempt,
  answer: HeadObjectCommandOutput,
): ObjectFacts {
  const { ContentLength, ContentType, Metadata } = answer;
  if (ContentLength === undefined) {
    throw oddAnswer(attempt, "success without a size");
  }
  return {
    ...factsOfPut(attempt, ContentLength, answer),
    modifiedMs: answer.LastModified?.getTime() ?? 0,
    description: {
      contentType: ContentType ?? "",
      metadata: Metadata ?? {},
    },
  };
}

/** The fields of a put that carry a description. */
export function describedAs(description: ObjectDescription) {
  const { contentType, metadata } = description;
  return { ContentType: contentType, Metadata: { ...metadata } };
}

/** The bytes of an answer, all of them. */
export async function wholeBody(
  answer: GetObjectCommandOutput,
  attempt: Attempt,
): Promise<Uint8Array> {
  const stream = await wholeStream(answer, attempt);
  const bytes = await readStream(stream, answer.ContentLength);
  if (bytes.length === answer.ContentLength) return bytes;
  throw oddAnswer(
    attempt,
    `${bytes.length} bytes of an object after it said ${answer.ContentLength}`,
  );
}

/**
 * The bytes of an answer as they come. One that tells no length could be cut
 * short without a trace, and is not taken.
 */
export async function wholeStream(
  answer: GetObjectCommandOutput,
  attempt: Attempt,
): Promise<ReadableStream<Uint8Array>> {
  const stream = answer.Body?.transformToWebStream() ?? new Blob([]).stream();
  if (answer.ContentLength !== undefined) return stream;
  await stream.cancel();
  throw oddAnswer(attempt, "an object without its length");
}

function oddAnswer(attempt: Attempt, what: string): StorageError {
  const { operation, key, url } = attempt;
  return new StorageError(
    `Cannot ${operation} ${quoteKey(key)} in "${url}": the server answers ` +
      what,
    { kind: "Unexpected", operation, context: [["url", url]] },
  );
}
