/** ListObjectsV2 and ListObjects: pages of a bucket as XML. */
import { keyBytes, keyText } from "../../key.ts";
import type { XmlElement } from "../xml.ts";
import { checksumLabel } from "./checksum.ts";
import { fromBehind, type ListedPage, listPage } from "./list_page.ts";
import { quoted } from "./object_headers.ts";
import {
  bucketOf,
  countOf,
  queryOf,
  type S3Call,
  type S3Operation,
  xmlAnswer,
} from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import { awsEncodePath } from "./sigv4.ts";
import type { Version } from "./version.ts";

const LIMIT_MAX = 1000;

/** `list-type=2`: goes on by a token that only this endpoint reads. */
export const listObjectsV2: S3Operation = (call) => {
  const token = queryOf(call, "continuation-token");
  const after = queryOf(call, "start-after") ?? "";
  const from = token === undefined ? behind(call, after) : readToken(token);
  const { page, common, encode } = readPage(call, from);
  const count = page.versions.length + page.prefixes.length;
  return xmlAnswer(["ListBucketResult", [
    ...common,
    ...(token === undefined ? [] : [["ContinuationToken", token] as const]),
    ...(after === "" ? [] : [["StartAfter", encode(after)] as const]),
    ["KeyCount", count],
    ...(page.next === undefined
      ? []
      : [["NextContinuationToken", writeToken(page.next)] as const]),
    ...renderPage(page, encode),
  ]]);
};

/** The first edition: goes on behind a key. */
export const listObjects: S3Operation = (call) => {
  const marker = queryOf(call, "marker") ?? "";
  const { page, common, encode } = readPage(call, behind(call, marker));
  const last = [page.versions.at(-1)?.key ?? "", page.prefixes.at(-1) ?? ""]
    .sort((a, b) => keyBytes(a) < keyBytes(b) ? 1 : -1)[0] ?? "";
  return xmlAnswer(["ListBucketResult", [
    ...common,
    ["Marker", encode(marker)],
    ...(page.next === undefined ? [] : [["NextMarker", encode(last)] as const]),
    ...renderPage(page, encode),
  ]]);
};

type Encode = (text: string) => string;

function behind(call: S3Call, name: string): string {
  if (name === "") return "";
  const prefix = queryOf(call, "prefix") ?? "";
  const delimiter = queryOf(call, "delimiter") ?? "";
  return fromBehind(name, { prefix, delimiter });
}

function readPage(call: S3Call, from: string) {
  const bucket = bucketOf(call);
  const prefix = queryOf(call, "prefix") ?? "";
  const delimiter = queryOf(call, "delimiter") ?? "";
  const encoding = queryOf(call, "encoding-type");
  if (encoding !== undefined && encoding !== "url") {
    throw new S3Error("InvalidArgument", {
      message: "encoding-type must be url",
    });
  }
  const encode: Encode = encoding === "url" ? awsEncodePath : (text) => text;
  const asked = countOf(call, "max-keys", {
    min: 0,
    max: 2 ** 31 - 1,
    absent: LIMIT_MAX,
  });
  const limit = Math.min(asked, LIMIT_MAX);
  const honest: ListedPage = limit === 0
    ? { versions: [], prefixes: [] }
    : listPage(bucket, { prefix, delimiter, limit, from });
  const versions = call.mutants.decide("list", honest.versions, {
    ...call.about,
    prefix,
  });
  const common: XmlElement[] = [
    ["Name", bucket.name],
    ["Prefix", encode(prefix)],
    ...(delimiter === "" ? [] : [["Delimiter", encode(delimiter)] as const]),
    ["MaxKeys", limit],
    ...(encoding === undefined ? [] : [["EncodingType", "url"] as const]),
    ["IsTruncated", honest.next !== undefined],
  ];
  return { page: { ...honest, versions }, common, encode };
}

function renderPage(page: ListedPage, encode: Encode): XmlElement[] {
  return [
    ...page.versions.map((version) => renderVersion(version, encode)),
    ...page.prefixes.map((prefix): XmlElement => [
      "CommonPrefixes",
      [["Prefix", encode(prefix)]],
    ]),
  ];
}

function renderVersion(version: Version, encode: Encode): XmlElement {
  const { checksum } = version;
  return ["Contents", [
    ["Key", encode(version.key)],
    ["LastModified", new Date(version.modifiedMs).toISOString()],
    ["ETag", quoted(version.etag)],
    ...(checksum === undefined ? [] : [
      ["ChecksumAlgorithm", checksumLabel(checksum.name)] as const,
      ["ChecksumType", checksum.type] as const,
    ]),
    ["Size", version.sizeBytes],
    ["StorageClass", "STANDARD"],
  ]];
}

function writeToken(next: string): string {
  const bytes = Uint8Array.from(next, (char) => char.charCodeAt(0));
  return bytes.toBase64();
}

function readToken(token: string): string {
  try {
    const text = atob(token);
    // What is no UTF-8 was not written here.
    if (text !== "" && keyText(text) !== undefined) return text;
  } catch {
    // Not base64: refused below.
  }
  throw new S3Error("InvalidArgument", {
    message: "This endpoint gave out no such continuation token",
  });
}
