/** Facts of a blob out of the SDK's several answers. Pure. */
import type { ObjectFacts } from "../contract.ts";

/** What every answer about a blob carries, under the SDK's names. */
export interface BlobAnswer {
  readonly etag?: string | undefined;
  readonly lastModified?: Date | undefined;
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

/** Listings leave the quotes out; conditions want them, and so do we. */
export function quoteEtag(etag: string): string {
  return etag === "" || etag.startsWith('"') ? etag : `"${etag}"`;
}
