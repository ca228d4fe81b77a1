/** `s3://bucket/prefix`: opens a bucket, and touches no network. */
import type { StoreSettings } from "../../ffi/mod.ts";
import type { Opener } from "../registry.ts";
import { storeFaces } from "../store/store_faces.ts";
import { S3Backend } from "./s3_backend.ts";
import {
  connectS3,
  currentKeys,
  type S3Connection,
  SDK_VERSION,
} from "./s3_client.ts";
import { s3Failure } from "./s3_failure.ts";
import { readS3Settings, type S3Settings } from "./s3_settings.ts";

/** Fails with a `TargetsError` for settings that cannot be. */
export const openS3: Opener = async (target, context) => {
  const settings = readS3Settings(target, (name) => Deno.env.get(name));
  const connection = await connectS3(settings);
  const faces = storeFaces({
    url: settings.url,
    core: context.core,
    client: settings.client,
    sdkVersion: `@aws-sdk/client-s3 ${SDK_VERSION}`,
    settings: () => s3StoreSettings(settings, connection),
    partLimits: { partBytesMin: 5 << 20, partsMax: 10_000 },
  });
  return new S3Backend({ settings, connection, ...faces });
};

/**
 * What the core needs to reach the bucket, with the keys as they are now. Fails
 * with a `StorageError` when nobody has any.
 */
export async function s3StoreSettings(
  settings: S3Settings,
  connection: S3Connection,
): Promise<StoreSettings> {
  const keys = await currentKeys(connection, settings).catch((cause) => {
    const { url, bucket, region } = settings;
    throw s3Failure({
      action: `open "${url}"`,
      operation: "open",
      url,
      bucket,
      region,
      nowMs: Date.now(),
    }, cause);
  });
  const { caFile, detours, proxy } = settings;
  return {
    kind: "s3",
    endpoints: settings.endpoints,
    bucket: settings.bucket,
    prefix: settings.prefix,
    pathStyle: settings.pathStyle,
    region: settings.region,
    ...(keys === null ? {} : {
      accessKey: keys.accessKeyId,
      secretKey: keys.secretAccessKey,
      ...(keys.sessionToken === undefined
        ? {}
        : { sessionToken: keys.sessionToken }),
    }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(settings.insecure ? { insecure: true } : {}),
    ...(proxy === undefined ? {} : { proxy: proxy.reveal() }),
    ...(detours === undefined ? {} : { detours }),
    connectTimeoutMs: settings.connectTimeoutMs,
    stallTimeoutMs: settings.stallTimeoutMs,
    requestTimeoutMs: settings.requestTimeoutMs,
    checksum: settings.checksum,
    httpVersion: settings.httpVersion,
  };
}
