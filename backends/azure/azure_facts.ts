/** Facts of a blob out of the SDK's several answers, and back. Pure. */
import { Buffer } from "node:buffer";
import type {
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
} from "../contract.ts";

/** What every answer about a blob carries, under the SDK's names. */
export interface BlobAnswer {
  readonly etag?: string | undefined;
  readonly lastModified?: Date | undefined;
  readonly contentMD5?: Uint8Array | undefined;
  readonly xMsContentCrc64?: Uint8Array | undefined;
}

/** What HEAD tells beyond that. */
export interface BlobProperties extends BlobAnswer {
  readonly contentLength?: number | undefined;
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Facts of an object whose size is known. */
export function factsOf(
  key: string,
  sizeBytes: number,
  answer: BlobAnswer,
): ObjectFacts {
  return {
    key,
    sizeBytes,
    etag: quoteEtag(answer.etag ?? ""),
    modifiedMs: answer.lastModified?.getTime() ?? 0,
  };
}

/** All that HEAD knows. */
export function headFacts(key: string, answer: BlobProperties): ObjectFacts {
  const checksum = checksumOf(answer);
  return {
    ...factsOf(key, answer.contentLength ?? 0, answer),
    description: descriptionOf(answer),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

/** The checksum that the service tells of the bytes, if it tells one. */
export function checksumOf(answer: BlobAnswer): ObjectChecksum | undefined {
  const { contentMD5, xMsContentCrc64 } = answer;
  if (xMsContentCrc64 !== undefined) {
    return { algorithm: "crc64nvme", base64: backwards(xMsContentCrc64) };
  }
  if (contentMD5 === undefined) return undefined;
  const base64 = Buffer.from(contentMD5).toString("base64");
  return { algorithm: "md5", base64 };
}

/** The header that makes the service check the bytes of a put. */
export function checksumHeader(
  checksum: ObjectChecksum,
): Readonly<Record<string, string>> {
  const { algorithm, base64 } = checksum;
  return algorithm === "md5"
    ? { "content-md5": base64 }
    : { "x-ms-content-crc64": backwards(Buffer.from(base64, "base64")) };
}

function descriptionOf(answer: BlobProperties): ObjectDescription {
  const pairs = Object.entries(answer.metadata ?? {});
  return {
    contentType: answer.contentType ?? "",
    metadata: Object.fromEntries(
      pairs.map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
}

/** Azure writes its CRC64, which is that of NVMe, lowest byte first. */
function backwards(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString("base64");
}

/** Listings leave the quotes out; conditions want them, and so do we. */
export function quoteEtag(etag: string): string {
  return etag === "" || etag.startsWith('"') ? etag : `"${etag}"`;
}
