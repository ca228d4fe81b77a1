/** Lies about conditions and multipart uploads. */
import type { Upload } from "../contract.ts";
import { joinChunks } from "../stream.ts";
import { giveWay, type Lie, type LieParts, type LyingCalls } from "./lie.ts";

export const CONDITION_LIES = {
  "if-absent.races": {
    text: "put if absent looks first and puts later",
    make: ({ inner, fires }) => ({
      putIfAbsent: async (key, bytes) => {
        const isThere = await inner.head(key).then(() => true, () => false);
        if (isThere || !fires()) return await inner.putIfAbsent(key, bytes);
        await giveWay();
        return await inner.put(key, bytes);
      },
    }),
  },
  "if-absent.ignored": {
    text: "put if absent puts in any case",
    make: ({ inner, fires }) => ({
      putIfAbsent: (key, bytes) =>
        fires() ? inner.put(key, bytes) : inner.putIfAbsent(key, bytes),
    }),
  },
  "if-match.races": {
    text: "put if match looks first and puts later",
    make: ({ inner, fires }) => ({
      putIfMatch: async (key, bytes, etag) => {
        const now = await inner.head(key).catch(() => undefined);
        if (now?.etag !== etag || !fires()) {
          return await inner.putIfMatch(key, bytes, etag);
        }
        await giveWay();
        return await inner.put(key, bytes);
      },
    }),
  },
  "if-match.ignored": {
    text: "put if match puts in any case",
    make: ({ inner, fires }) => ({
      putIfMatch: (key, bytes, etag) =>
        fires() ? inner.put(key, bytes) : inner.putIfMatch(key, bytes, etag),
    }),
  },
  "if-match.creates": {
    text: "put if match puts where nothing is",
    make: ({ inner, fires }) => ({
      putIfMatch: async (key, bytes, etag) => {
        const isThere = await inner.head(key).then(() => true, () => false);
        return isThere || !fires()
          ? await inner.putIfMatch(key, bytes, etag)
          : await inner.put(key, bytes);
      },
    }),
  },
  "multipart.upload-order": {
    text: "parts join in the order in which they came",
    make: (parts) =>
      lyingUpload(parts, ({ chunks }) => ({ complete: [...chunks.values()] })),
  },
  "multipart.early": {
    text: "parts are visible before they are completed",
    make: ({ inner, fires }) => ({
      upload: async (key) => {
        const upload = await inner.upload(key);
        return {
          ...calls(upload),
          put: async (number, bytes) => {
            if (fires()) await inner.put(key, bytes);
            return await upload.put(number, bytes);
          },
        };
      },
    }),
  },
  "multipart.skips-missing": {
    text: "completing passes over parts that were never put",
    make: (parts) =>
      lyingUpload(parts, ({ chunks, wanted }) => ({
        complete: wanted.flatMap((number) => chunks.get(number) ?? []),
      })),
  },
  "multipart.no-part": {
    text: "completing with no part puts an empty object",
    make: (parts) =>
      lyingUpload(parts, ({ chunks, wanted }) => ({
        complete: wanted.length === 0 ? [] : [...chunks.values()],
      })),
  },
  "multipart.doubles": {
    text: "a part that is named twice is joined twice",
    make: (parts) =>
      lyingUpload(parts, ({ chunks, wanted }) => ({
        complete: wanted.flatMap((number) => chunks.get(number) ?? []),
      })),
  },
  "multipart.keeps-first": {
    text: "a part that is put again keeps its first bytes",
    make: ({ inner, fires }) => ({
      upload: async (key) => {
        const upload = await inner.upload(key);
        const first = new Map<number, Uint8Array>();
        return {
          ...calls(upload),
          put: (number, bytes) => {
            if (!first.has(number)) first.set(number, bytes.slice());
            const kept = first.get(number) ?? bytes;
            return upload.put(number, fires() ? kept : bytes);
          },
        };
      },
    }),
  },
  "multipart.abort-completes": {
    text: "aborting completes with what was put",
    make: ({ inner, fires }) => ({
      upload: async (key) => {
        const upload = await inner.upload(key);
        const chunks: Uint8Array[] = [];
        return {
          ...calls(upload),
          put: (number, bytes) => {
            chunks.push(bytes.slice());
            return upload.put(number, bytes);
          },
          abort: async () => {
            await upload.abort();
            if (fires()) await inner.put(key, joinChunks(chunks));
          },
        };
      },
    }),
  },
} as const satisfies Readonly<Record<string, Lie>>;

function calls(upload: Upload): Upload {
  return {
    id: upload.id,
    put: (number, bytes) => upload.put(number, bytes),
    complete: (parts) => upload.complete(parts),
    abort: () => upload.abort(),
  };
}

/** An upload whose completion joins what `choose` picks. */
function lyingUpload(
  { inner, fires }: LieParts,
  choose: (known: {
    readonly chunks: ReadonlyMap<number, Uint8Array>;
    readonly wanted: readonly number[];
  }) => { readonly complete: readonly Uint8Array[] },
): LyingCalls {
  return {
    upload: async (key) => {
      const upload = await inner.upload(key);
      const chunks = new Map<number, Uint8Array>();
      return {
        ...calls(upload),
        put: (number, bytes) => {
          chunks.set(number, bytes.slice());
          return upload.put(number, bytes);
        },
        complete: async (parts) => {
          if (!fires()) return await upload.complete(parts);
          const wanted = parts.map(({ number }) => number);
          await upload.abort();
          const { complete } = choose({ chunks, wanted });
          return await inner.put(key, joinChunks(complete));
        },
      };
    },
  };
}
