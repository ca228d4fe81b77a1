/**
 * One page of a bucket's listing, as keys of the target. Names travel escaped,
 * because XML has no way to write most control characters.
 */
import type { ListOptions, ListPage, ObjectFacts } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { LIST_LIMIT_DEFAULT } from "../list_page.ts";
import type { S3Connection } from "./s3_client.ts";

/** Where is listed. */
export interface ListPlace {
  readonly url: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** Fails as the SDK does, or with `Unexpected` for a page that cannot be. */
export async function listS3(
  connection: S3Connection,
  place: ListPlace,
  options: ListOptions,
): Promise<ListPage> {
  const { sdk, client } = connection;
  const { prefix, delimiter, limit, after } = options;
  const whole = place.prefix + (prefix ?? "");
  const answer = await client.send(
    new sdk.ListObjectsV2Command({
      Bucket: place.bucket,
      EncodingType: "url",
      MaxKeys: Math.max(1, limit ?? LIST_LIMIT_DEFAULT),
      ...(whole === "" ? {} : { Prefix: whole }),
      ...(delimiter === undefined || delimiter === ""
        ? {}
        : { Delimiter: delimiter }),
      ...(after === undefined || after === ""
        ? {}
        : { ContinuationToken: after }),
    }),
  );
  const decode = answer.EncodingType === "url" ? urlDecode : asItIs;
  const name = (encoded: string | undefined) =>
    ownName(place, decode(encoded ?? ""));
  const objects = (answer.Contents ?? []).map((one): ObjectFacts => ({
    key: name(one.Key),
    sizeBytes: sizeOf(place, one.Size),
    etag: one.ETag ?? "",
    modifiedMs: one.LastModified?.getTime() ?? 0,
  }));
  const prefixes = (answer.CommonPrefixes ?? []).map((one) => name(one.Prefix));
  if (answer.IsTruncated !== true) return { objects, prefixes };
  const next = answer.NextContinuationToken;
  if (next === undefined || next === "") {
    throw oddPage(place, "says that it goes on, and not where");
  }
  return { objects, prefixes, next };
}

function asItIs(text: string): string {
  return text;
}

/** A plus sign is a blank: keys with a plus come as `%2B`. */
function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    return text;
  }
}

function ownName(place: ListPlace, key: string): string {
  if (key.startsWith(place.prefix)) return key.slice(place.prefix.length);
  throw oddPage(place, `holds ${JSON.stringify(key)}, which is not below it`);
}

function sizeOf(place: ListPlace, size: number | undefined): number {
  if (size !== undefined && Number.isSafeInteger(size)) return size;
  throw oddPage(place, "tells no size of an object");
}

function oddPage(place: ListPlace, what: string): StorageError {
  return new StorageError(
    `Cannot list "${place.url}": a page of the listing ${what}`,
    { kind: "Unexpected", operation: "list", context: [["url", place.url]] },
  );
}
