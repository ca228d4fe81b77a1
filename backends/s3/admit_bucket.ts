/**
 * Asks whether a bucket will do for a load, without changing what anybody sees:
 * a listing of one, and an upload in parts that is begun and given up. A put
 * with a condition that cannot hold would do as well, but servers exist that
 * ignore conditions, and there it would leave an object.
 */
import type { BackendUse } from "../contract.ts";
import type { S3Connection } from "./s3_client.ts";
import { s3Code } from "./s3_failure.ts";
import { listS3 } from "./s3_list.ts";
import type { S3Settings } from "./s3_settings.ts";

/** Below the prefix, and nobody's key: uploads that are open have no object. */
const PROBE = ".stor-verify-admit";

/** Fails as the SDK does with what is in the way. */
export async function admitBucket(
  connection: S3Connection,
  settings: S3Settings,
  use: BackendUse,
): Promise<void> {
  await listS3(connection, settings, { limit: 1 });
  if (use === "verify") return;
  const { sdk, client } = connection;
  const at = { Bucket: settings.bucket, Key: `${settings.prefix}${PROBE}` };
  try {
    const { UploadId } = await client.send(
      new sdk.CreateMultipartUploadCommand(at),
    );
    await client.send(new sdk.AbortMultipartUploadCommand({ ...at, UploadId }));
  } catch (error) {
    // A server without uploads says so; the load will find out about puts.
    if (s3Code(error) !== "NotImplemented") throw error;
  }
}
