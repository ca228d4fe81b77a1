/**
 * Ends uploads in parts that a process left open: they are no objects, no
 * listing shows them, and their parts are paid for until somebody ends them.
 */
import type { S3Connection } from "./s3_client.ts";
import { s3Code } from "./s3_failure.ts";
import type { S3Settings } from "./s3_settings.ts";

/** How many were ended. Fails as the SDK does with what is in the way. */
export async function abortS3Uploads(
  connection: S3Connection,
  { bucket, prefix }: S3Settings,
  below: string,
): Promise<number> {
  const { sdk, client } = connection;
  let count = 0;
  let after: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } =
    {};
  for (;;) {
    const page = await client.send(
      new sdk.ListMultipartUploadsCommand({
        Bucket: bucket,
        Prefix: `${prefix}${below}`,
        ...after,
      }),
    ).catch((error) => {
      // Where there are no uploads, none can be left.
      if (s3Code(error) === "NotImplemented") return undefined;
      throw error;
    });
    for (const { Key, UploadId } of page?.Uploads ?? []) {
      const at = { Bucket: bucket, Key, UploadId };
      await client.send(new sdk.AbortMultipartUploadCommand(at))
        .catch((error) => {
          // Somebody else was faster, which is as good.
          if (s3Code(error) !== "NoSuchUpload") throw error;
        });
      count++;
    }
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page ?? {};
    if (IsTruncated !== true || NextKeyMarker === undefined) return count;
    after = {
      KeyMarker: NextKeyMarker,
      ...(NextUploadIdMarker === undefined
        ? {}
        : { UploadIdMarker: NextUploadIdMarker }),
    };
  }
}
