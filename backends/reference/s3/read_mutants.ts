/** Lies about what is shown: old, foreign, damaged, missing and extra. */
import { keyBytes } from "../../key.ts";
import { cutBlobs, mixBlobs, zeroTail } from "../cut_blobs.ts";
import type { BlobFile } from "../blob_folder.ts";
import type { Mutant } from "../mutants.ts";
import type { ReadAbout, S3About, S3Decisions } from "./s3_decisions.ts";
import type { Bucket } from "./s3_store.ts";
import type { Version } from "./version.ts";

/** A listing that lags does not know the last so many writes. */
const LAG_WRITES = 4;

/** Each breaks one promise of a read or a listing. */
export const READ_MUTANTS: readonly Mutant<S3Decisions>[] = [
  {
    name: "stale-read",
    text: "Serves the version before the last one",
    changes: {
      read(honest, about) {
        const past = pastOf(about).at(-1);
        return honest === undefined || past === undefined
          ? undefined
          : { value: past };
      },
    },
  },
  {
    name: "read-deleted",
    text: "Serves an object that was deleted",
    changes: {
      read(honest, about) {
        const past = pastOf(about).at(-1);
        return honest !== undefined || past === undefined
          ? undefined
          : { value: past };
      },
    },
  },
  {
    name: "read-lags",
    text: `Serves an object as it was ${LAG_WRITES} writes of the store ago`,
    changes: {
      read(honest, about) {
        const known = about.store.sequence - LAG_WRITES;
        if (honest === undefined || honest.sequence <= known) return undefined;
        const past = pastOf(about)
          .findLast(({ sequence }) => sequence <= known);
        return { value: past };
      },
    },
  },
  {
    name: "hide-object",
    text: "Says that an object which is there is not",
    changes: {
      read: (honest) => honest === undefined ? undefined : { value: undefined },
    },
  },
  {
    name: "other-key",
    text: "Serves the bytes of another key behind the right length and ETag",
    changes: {
      blobs(_honest, { bucket, version }, draw) {
        const others = [...bucket?.objects.values() ?? []].filter((other) =>
          other.key !== version.key && other.etag !== version.etag &&
          other.sizeBytes >= version.sizeBytes
        );
        const other = others[others.length === 0 ? 0 : draw(others.length)];
        return other === undefined || version.sizeBytes === 0
          ? undefined
          : { value: cutBlobs(other.blobs, 0, version.sizeBytes) };
      },
    },
  },
  {
    name: "mix-versions",
    text: "Serves the first half of the new bytes and the second of the old",
    changes: { blobs: (_honest, about) => mixedBlobs(about) },
  },
  {
    name: "lose-part",
    text: "Leaves one part out of the bytes; HEAD tells the full size",
    changes: {
      blobs(blobs, _about, draw) {
        if (blobs.length < 2) return undefined;
        const lost = draw(blobs.length);
        return { value: blobs.filter((_, index) => index !== lost) };
      },
    },
  },
  {
    name: "swap-parts",
    text: "Serves two neighbouring parts in the wrong order",
    changes: {
      blobs(blobs, _about, draw) {
        if (blobs.length < 2) return undefined;
        const at = draw(blobs.length - 1);
        const value = [...blobs];
        value.splice(at, 2, ...value.slice(at, at + 2).reverse());
        return { value };
      },
    },
  },
  {
    name: "flip-bit",
    text: "Flips one bit of what is read; length and ETag are right",
    changes: {
      bytes(_honest, { sizeBytes }, draw) {
        if (sizeBytes === 0) return undefined;
        const at = draw(sizeBytes);
        const mask = 1 << draw(8);
        return {
          value(chunk, offset) {
            const byte = chunk[at - offset];
            if (byte !== undefined) chunk[at - offset] = byte ^ mask;
          },
        };
      },
    },
  },
  {
    name: "zero-tail",
    text: "Serves zeros for the second half; length and ETag are right",
    changes: { bytes: (_honest, { sizeBytes }) => zeroTail(sizeBytes) },
  },
  {
    name: "wrong-range",
    text: "Serves the bytes at the start of the object for a later range",
    changes: { rangeStart: (start) => start === 0 ? undefined : { value: 0 } },
  },
  {
    name: "list-lags",
    text: `Lists the bucket as it was ${LAG_WRITES} writes ago`,
    changes: { list: (honest, about) => laggedPage(honest, about) },
  },
  {
    name: "list-lacks-key",
    text: "Leaves one key out of a page",
    changes: {
      list(honest, _about, draw) {
        if (honest.length === 0) return undefined;
        const lacking = draw(honest.length);
        return { value: honest.filter((_, index) => index !== lacking) };
      },
    },
  },
  {
    name: "list-deleted",
    text: "Lists a key that was deleted",
    changes: { list: (honest, about) => pageWithDeleted(honest, about) },
  },
];

function pastOf({ bucket, key = "" }: S3About): readonly Version[] {
  return bucket?.past.get(keyBytes(key)) ?? [];
}

function mixedBlobs(
  about: ReadAbout,
): { readonly value: readonly BlobFile[] } | undefined {
  const { version } = about;
  const past = pastOf(about).at(-1);
  if (past === undefined || past.etag === version.etag) return undefined;
  const value = mixBlobs(version.blobs, past.blobs);
  return value === undefined ? undefined : { value };
}

function laggedPage(
  honest: readonly Version[],
  { bucket, store }: S3About,
): { readonly value: readonly Version[] } | undefined {
  if (bucket === undefined) return undefined;
  const known = store.sequence - LAG_WRITES;
  const value = honest.flatMap((version) => {
    if (version.sequence <= known) return [version];
    const past = bucket.past.get(keyBytes(version.key)) ?? [];
    const shown = past.findLast(({ sequence }) => sequence <= known);
    return shown === undefined ? [] : [shown];
  });
  const isSame = value.length === honest.length &&
    value.every((version, index) => version === honest[index]);
  return isSame ? undefined : { value };
}

function pageWithDeleted(
  honest: readonly Version[],
  { bucket, prefix }: S3About & { readonly prefix: string },
): { readonly value: readonly Version[] } | undefined {
  const deleted = bucket === undefined
    ? undefined
    : firstDeleted(bucket, prefix);
  if (deleted === undefined) return undefined;
  const value = [...honest, deleted].sort((a, b) =>
    keyBytes(a.key) < keyBytes(b.key) ? -1 : 1
  );
  return { value };
}

function firstDeleted(bucket: Bucket, prefix: string): Version | undefined {
  for (const [name, versions] of bucket.past) {
    if (bucket.objects.has(name)) continue;
    const last = versions.at(-1);
    if (last?.key.startsWith(prefix)) return last;
  }
}
