/**
 * Many deletes in one request, which is how a million objects go in minutes.
 * What the request cannot carry, or a server does not know, goes one by one.
 */
import type { S3Connection } from "./s3_client.ts";
import { s3Code } from "./s3_failure.ts";
import type { S3Settings } from "./s3_settings.ts";

/** A refusal of one key, in the shape of the SDK's own errors. */
class KeyRefused extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(code: string, answer: { readonly httpStatusCode?: number }) {
    super(code);
    this.name = code;
    this.$metadata = answer;
  }
}

/** Fails as the SDK does with what is in the way of the first key. */
export async function deleteS3Objects(
  connection: S3Connection,
  { bucket, prefix }: S3Settings,
  keys: readonly string[],
): Promise<void> {
  const whole = keys.map((key) => `${prefix}${key}`);
  const alone = whole.filter((key) => !fitsXml(key));
  const listed = whole.filter(fitsXml);
  const isKnown = await deleteListed(connection, bucket, listed);
  const { sdk, client } = connection;
  for (const Key of isKnown ? alone : whole) {
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key }));
  }
}

/** False where the server knows no such request. */
async function deleteListed(
  { sdk, client }: S3Connection,
  bucket: string,
  keys: readonly string[],
): Promise<boolean> {
  if (keys.length === 0) return true;
  try {
    const { Errors = [], $metadata } = await client.send(
      new sdk.DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) },
        // Without any the request is refused; all stores know this one.
        ChecksumAlgorithm: "CRC32",
      }),
    );
    const [first] = Errors.filter(({ Code }) => Code !== "NoSuchKey");
    if (first === undefined) return true;
    const { Code = "InternalError" } = first;
    const status = STATUS_OF[Code] ?? $metadata.httpStatusCode ?? 500;
    throw new KeyRefused(Code, { httpStatusCode: status });
  } catch (error) {
    const isUnknown = UNKNOWN.includes(s3Code(error) ?? "");
    if (isUnknown) return false;
    throw error;
  }
}

/** Stores that lack the request say so in one of these, or want an MD5. */
const UNKNOWN = [
  ...["NotImplemented", "MethodNotAllowed", "InvalidRequest"],
  ...["MissingContentMD5", "MissingArgument", "InvalidArgument"],
];

/** What a server would answer for the one key alone. */
const STATUS_OF: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  SlowDown: 503,
  ServiceUnavailable: 503,
  InternalError: 500,
};

/** XML 1.0 has no way to write some characters, and loses others. */
function fitsXml(key: string): boolean {
  return [...key].every((one) => {
    const point = one.codePointAt(0) ?? 0;
    return point >= 0x20 && point !== 0xfffe && point !== 0xffff;
  });
}
