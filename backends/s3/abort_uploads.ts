/**
 * Ends uploads in parts that a process left open: they are no objects, no
 * listing shows them, and their parts are paid for until somebody ends them.
 */
import type { Unfinished } from "../contract.ts";
import type { S3Connection } from "./s3_client.ts";
import { s3Code } from "./s3_failure.ts";
import type { S3Settings } from "./s3_settings.ts";

/** One that is open. */
interface OpenUpload {
  /** With the prefix of the target. */
  readonly key: string;
  readonly id: string;
}

/** How many were ended. */
export async function abortS3Uploads(
  connection: S3Connection,
  calls: Calls,
  below: string,
): Promise<number> {
  const action = `end the uploads below "${placeOf(calls)}"`;
  return await calls.word("abort", action, async () => {
    const { settings } = calls;
    let count = 0;
    for await (const upload of openS3Uploads(connection, settings, below)) {
      await abortS3Upload(connection, settings, upload);
      count++;
    }
    return count;
  });
}

/** What is asked on behalf of a target, and words its failures. */
interface Calls {
  readonly settings: S3Settings;
  word<T>(
    operation: string,
    action: string,
    body: () => Promise<T>,
  ): Promise<T>;
  attempt<T>(
    operation: string,
    key: string,
    body: () => Promise<T>,
  ): Promise<T>;
}

function placeOf({ settings: { bucket, prefix } }: Calls): string {
  return `s3://${bucket}/${prefix}`;
}

/** Each of them by its key; removing one is an attempt of its own. */
export async function unfinishedUploads(
  connection: S3Connection,
  calls: Calls,
  below: string,
): Promise<Unfinished[]> {
  const { settings } = calls;
  const action = `list the uploads below "${placeOf(calls)}"`;
  return await calls.word("list", action, async () => {
    const found: Unfinished[] = [];
    for await (const upload of openS3Uploads(connection, settings, below)) {
      const name = upload.key.slice(settings.prefix.length);
      const end = () => abortS3Upload(connection, settings, upload);
      const remove = () => calls.attempt("abort", name, end);
      found.push({ name, sizeBytes: null, remove });
    }
    return found;
  });
}

/** Succeeds for one that somebody else was faster to end. */
async function abortS3Upload(
  { client, sdk }: S3Connection,
  { bucket }: S3Settings,
  { id, key }: OpenUpload,
): Promise<void> {
  const at = { Bucket: bucket, Key: key, UploadId: id };
  await client.send(new sdk.AbortMultipartUploadCommand(at))
    .catch((error) => {
      if (s3Code(error) !== "NoSuchUpload") throw error;
    });
}

/** Page by page, those at keys below the target that begin so. */
async function* openS3Uploads(
  { client, sdk }: S3Connection,
  { bucket, prefix }: S3Settings,
  below: string,
): AsyncGenerator<OpenUpload> {
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
      if (Key !== undefined && UploadId !== undefined) {
        yield { key: Key, id: UploadId };
      }
    }
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page ?? {};
    if (IsTruncated !== true || NextKeyMarker === undefined) return;
    after = {
      KeyMarker: NextKeyMarker,
      ...(NextUploadIdMarker === undefined
        ? {}
        : { UploadIdMarker: NextUploadIdMarker }),
    };
  }
}
