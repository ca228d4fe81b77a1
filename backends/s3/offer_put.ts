/**
 * Asks a server whether it would take a put of that many bytes, and sends none:
 * `Expect: 100-continue` with the length, and an end as soon as it says yes.
 */
import type { BucketNames } from "./s3_attempts.ts";
import type { S3Connection } from "./s3_client.ts";
import { onBuild } from "./on_build.ts";
import { s3Code } from "./s3_failure.ts";

/** Most bytes of one put, as S3 promises. */
export const S3_PUT_BYTES_MAX = 5 * 1024 ** 3;

/** Fails as the SDK does with what is no answer to the question. */
export async function offerS3Put(
  { sdk, client }: S3Connection,
  names: BucketNames,
  sizeBytes: number,
): Promise<"taken" | "too large"> {
  const command = onBuild(
    new sdk.PutObjectCommand({
      ...names,
      Body: new Uint8Array(),
      ContentLength: sizeBytes,
    }),
    (headers) => {
      headers["expect"] = "100-continue";
    },
  );
  try {
    await client.send(command);
    return "taken";
  } catch (error) {
    if (s3Code(error) === "EntityTooLarge") return "too large";
    throw error;
  }
}
