/** Copies an object within a bucket, by the store itself. */
import type { BucketNames } from "./s3_attempts.ts";
import type { S3Connection } from "./s3_client.ts";

/** What the answer tells of the copy. Fails as the SDK does. */
export async function copyS3Object(
  { sdk, client }: S3Connection,
  from: BucketNames,
  to: BucketNames,
) {
  const CopySource = copySource(from);
  const command = new sdk.CopyObjectCommand({ ...to, CopySource });
  return (await client.send(command)).CopyObjectResult;
}

/** The names as a header holds them: escaped, but for the slashes. */
export function copySource({ Bucket, Key }: BucketNames): string {
  return `${Bucket}/${Key.split("/").map(encodeURIComponent).join("/")}`;
}
