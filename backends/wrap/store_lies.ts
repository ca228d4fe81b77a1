/** Lies of stores: descriptions, checksums, and uploads at their limits. */
import type { ObjectChecksum, Upload } from "../contract.ts";
import type { Lie } from "./lie.ts";

export const STORE_LIES = {
  "keys.climbs": {
    text: "keys that begin with .. are resolved as paths",
    make: ({ inner, fires }) => {
      const resolved = (key: string) => {
        const tidy = new URL(key, "x://h/").pathname.slice(1) || "root";
        return /^\.|\/\.\./.test(key) && fires() ? tidy : key;
      };
      return {
        put: (key, bytes) => inner.put(resolved(key), bytes),
        get: (key) => inner.get(resolved(key)),
      };
    },
  },
  "metadata.drops": {
    text: "a put forgets the description",
    make: ({ inner, fires }) => ({
      putDescribed: (key, bytes, description) =>
        fires()
          ? inner.put(key, bytes)
          : inner.putDescribed(key, bytes, description),
    }),
  },
  "metadata.outlives": {
    text: "a description stays when the object is replaced",
    make: ({ inner, fires }) => ({
      put: async (key, bytes) => {
        const { description } = await inner.head(key);
        return description !== undefined && fires()
          ? await inner.putDescribed(key, bytes, description)
          : await inner.put(key, bytes);
      },
    }),
  },
  "put.limitless": {
    text: "a put is taken whatever its size",
    make: ({ inner, fires }) => ({
      offerPut: async (key, sizeBytes) =>
        fires() ? "taken" : await inner.offerPut?.(key, sizeBytes) ?? "taken",
    }),
  },
  "checksum.ignores-md5": ignoring("md5"),
  "checksum.ignores-crc32c": ignoring("crc32c"),
  "checksum.ignores-crc64nvme": ignoring("crc64nvme"),
  "checksum.stale-md5": outliving("md5"),
  "checksum.stale-crc32c": outliving("crc32c"),
  "checksum.stale-crc64nvme": outliving("crc64nvme"),
  "multipart.any-etag": {
    text: "completing does not look at the etags of parts",
    make: ({ inner, fires }) => ({
      upload: async (key) => {
        const upload = await inner.upload(key);
        const etags = new Map<number, string>();
        return {
          ...callsOf(upload),
          put: async (number, bytes) => {
            const part = await upload.put(number, bytes);
            etags.set(number, part.etag);
            return part;
          },
          complete: (parts) =>
            upload.complete(
              fires()
                ? parts.map(({ number, etag }) => ({
                  number,
                  etag: etags.get(number) ?? etag,
                }))
                : parts,
            ),
        };
      },
    }),
  },
  "multipart.listed": {
    text: "a listing holds the keys of uploads that are under way",
    make: ({ inner, fires }) => {
      const open: string[] = [];
      return {
        upload: (key) => {
          open.push(key);
          return inner.upload(key);
        },
        list: async (options) => {
          const page = await inner.list(options);
          if (!fires()) return page;
          const facts = { sizeBytes: 0, etag: "x", modifiedMs: 0 };
          const added = open.map((key) => ({ key, ...facts }));
          return { ...page, objects: [...page.objects, ...added] };
        },
      };
    },
  },
  "multipart.many-parts": {
    text: "a part number beyond the last one is taken",
    make: ({ inner, fires }) => ({
      upload: async (key) => {
        const upload = await inner.upload(key);
        return {
          ...callsOf(upload),
          put: (number, bytes) =>
            upload.put(number > 10_000 && fires() ? 10_000 : number, bytes),
        };
      },
    }),
  },
  "multipart.drops-small": {
    text: "completing leaves out the first part when it is small",
    make: ({ inner, fires }) => ({
      upload: async (key) => {
        const upload = await inner.upload(key);
        return {
          ...callsOf(upload),
          complete: (parts) =>
            upload.complete(fires() ? parts.slice(1) : parts),
        };
      },
    }),
  },
  "multipart.loses-part": {
    text: "a read lacks the last part, and head tells the whole size",
    make: ({ inner, fires }) => ({
      get: async (key) => {
        const bytes = await inner.get(key);
        return fires() ? bytes.slice(0, bytes.length - 1000) : bytes;
      },
    }),
  },
} as const satisfies Readonly<Record<string, Lie>>;

function ignoring(algorithm: string): Lie {
  return {
    text: `a put is taken though its ${algorithm} does not fit`,
    make: ({ inner, fires }) => ({
      putChecked: (key, bytes, checksum) =>
        checksum.algorithm === algorithm && fires()
          ? inner.put(key, bytes)
          : inner.putChecked(key, bytes, checksum),
    }),
  };
}

function outliving(algorithm: string): Lie {
  return {
    text: `head tells the ${algorithm} of an object that was replaced`,
    make: ({ inner, fires }) => {
      const told = new Map<string, ObjectChecksum>();
      return {
        putChecked: (key, bytes, checksum) => {
          if (checksum.algorithm === algorithm) told.set(key, checksum);
          return inner.putChecked(key, bytes, checksum);
        },
        head: async (key) => {
          const facts = await inner.head(key);
          const checksum = told.get(key);
          return checksum !== undefined && fires()
            ? { ...facts, checksum }
            : facts;
        },
      };
    },
  };
}

function callsOf(upload: Upload): Upload {
  return {
    id: upload.id,
    put: (number, bytes) => upload.put(number, bytes),
    complete: (parts) => upload.complete(parts),
    abort: () => upload.abort(),
  };
}
