/** Lies about bytes: of puts, gets, ranges and streams. */
import { StorageError } from "../errors.ts";
import { bodyChunks, chunkStream, joinChunks, readStream } from "../stream.ts";
import { giveWay, type Lie } from "./lie.ts";

const EMPTY = new Uint8Array();

export const BYTE_LIES = {
  "put.unavailable": {
    text: "put fails as if the service were down",
    make: ({ inner, fires }) => ({
      put: (key, bytes) =>
        fires()
          ? Promise.reject(
            new StorageError(`Cannot put in "${inner.url}": it is down`, {
              kind: "Unavailable",
              operation: "put",
              transient: true,
            }),
          )
          : inner.put(key, bytes),
    }),
  },
  "put.bug": {
    text: "put throws what is no StorageError",
    make: ({ inner, fires }) => ({
      put: (key, bytes) =>
        fires()
          ? Promise.reject(new TypeError("undefined is not a function"))
          : inner.put(key, bytes),
    }),
  },
  "put.wrong-size": {
    text: "put returns a size that is one too large",
    make: ({ inner, fires }) => ({
      put: async (key, bytes) => {
        const facts = await inner.put(key, bytes);
        return fires() ? { ...facts, sizeBytes: facts.sizeBytes + 1 } : facts;
      },
    }),
  },
  "put.lost": {
    text: "put is acknowledged and not done",
    make: ({ inner, fires }) => ({
      put: (key, bytes) => {
        if (!fires()) return inner.put(key, bytes);
        const sizeBytes = bytes.length;
        return Promise.resolve({ key, sizeBytes, etag: "x", modifiedMs: 0 });
      },
    }),
  },
  "put.keeps-tail": {
    text: "a shorter put leaves the end of the longer object before",
    make: ({ inner, fires }) => ({
      put: async (key, bytes) => {
        const old = await inner.get(key).catch(() => EMPTY);
        const tail = old.subarray(bytes.length);
        return await inner.put(
          key,
          fires() ? joinChunks([bytes, tail]) : bytes,
        );
      },
    }),
  },
  "put.alias": {
    text: "put keeps the caller's buffer and not a copy",
    make: ({ inner, fires }) => {
      const kept = new Map<string, Uint8Array>();
      return {
        put: (key, bytes) => {
          if (fires()) kept.set(key, bytes);
          return inner.put(key, bytes);
        },
        get: async (key) => kept.get(key)?.slice() ?? await inner.get(key),
      };
    },
  },
  "put.torn": {
    text: "put shows half the new bytes for a moment",
    make: ({ inner, fires }) => ({
      put: async (key, bytes) => {
        const old = await inner.get(key).catch(() => EMPTY);
        if (fires() && old.length === bytes.length) {
          const half = bytes.length >> 1;
          await inner.put(
            key,
            joinChunks([bytes.subarray(0, half), old.subarray(half)]),
          );
          await giveWay();
        }
        return await inner.put(key, bytes);
      },
    }),
  },
  "get.flip": {
    text: "one bit of what get returns is flipped",
    make: ({ inner, fires, below }) => ({
      get: async (key) => {
        const bytes = await inner.get(key);
        if (!fires() || bytes.length === 0) return bytes;
        const at = below(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        return bytes;
      },
    }),
  },
  "get.short": {
    text: "get returns one byte less",
    make: ({ inner, fires }) => ({
      get: async (key) => {
        const bytes = await inner.get(key);
        return fires() ? bytes.subarray(0, -1) : bytes;
      },
    }),
  },
  "get.stale": {
    text: "get returns the version before",
    make: ({ inner, fires }) => {
      const before = new Map<string, Uint8Array>();
      return {
        put: async (key, bytes) => {
          const old = await inner.get(key).catch(() => undefined);
          if (old !== undefined) before.set(key, old);
          return await inner.put(key, bytes);
        },
        get: async (key) => {
          const old = before.get(key);
          return old !== undefined && fires() ? old : await inner.get(key);
        },
      };
    },
  },
  "get.invents": {
    text: "get returns an empty object where there is none",
    make: ({ inner, fires }) => ({
      get: (key) =>
        inner.get(key).catch((error) => {
          if (fires()) return EMPTY;
          throw error;
        }),
    }),
  },
  "range.shifted": {
    text: "a range is one byte further on",
    make: ({ inner, fires }) => ({
      getRange: async (key, range) => {
        if (!fires() || range.start === 0) {
          return await inner.getRange(key, range);
        }
        const { start, end } = range;
        return await inner.getRange(key, { start: start - 1, end: end - 1 });
      },
    }),
  },
  "range.clamped": {
    text: "a range beyond the end is empty and no error",
    make: ({ inner, fires }) => ({
      getRange: (key, range) =>
        inner.getRange(key, range).catch((error) => {
          const isBeyond = error instanceof StorageError &&
            error.kind === "RangeNotSatisfiable";
          if (isBeyond && fires()) return EMPTY;
          throw error;
        }),
    }),
  },
  "range.invents": {
    text: "a range of a missing object is empty and no error",
    make: ({ inner, fires }) => ({
      getRange: (key, range) =>
        inner.getRange(key, range).catch((error) => {
          if (fires()) return EMPTY;
          throw error;
        }),
    }),
  },
  "stream-read.short": {
    text: "a read stream ends one byte early",
    make: ({ inner, fires }) => ({
      getStream: async (key) => {
        const bytes = await readStream(await inner.getStream(key));
        return chunkStream(fires() ? bytes.subarray(0, -1) : bytes);
      },
    }),
  },
  "stream-read.invents": {
    text: "a stream of a missing object is empty and no error",
    make: ({ inner, fires }) => ({
      getStream: (key) =>
        inner.getStream(key).catch((error) => {
          if (fires()) return chunkStream(EMPTY);
          throw error;
        }),
    }),
  },
  "stream-write.drops": {
    text: "the last chunk of a streamed put is lost",
    make: ({ inner, fires }) => ({
      putStream: async (key, body) => {
        const attempt = { url: inner.url, operation: "put stream", key };
        const chunks: Uint8Array[] = [];
        for await (const chunk of bodyChunks(attempt, body)) chunks.push(chunk);
        if (fires()) chunks.pop();
        return await inner.put(key, joinChunks(chunks));
      },
    }),
  },
  "stream-write.keeps-part": {
    text: "a streamed put that fails leaves what had come",
    make: ({ inner, fires }) => ({
      putStream: async (key, body) => {
        const attempt = { url: inner.url, operation: "put stream", key };
        const chunks: Uint8Array[] = [];
        try {
          for await (const chunk of bodyChunks(attempt, body)) {
            chunks.push(chunk);
          }
        } catch (error) {
          if (fires()) await inner.put(key, joinChunks(chunks));
          throw error;
        }
        return await inner.put(key, joinChunks(chunks));
      },
    }),
  },
  "stream-write.early": {
    text: "a streamed put is visible before it is complete",
    make: ({ inner, fires }) => ({
      putStream: async (key, body) => {
        const attempt = { url: inner.url, operation: "put stream", key };
        const chunks: Uint8Array[] = [];
        for await (const chunk of bodyChunks(attempt, body)) {
          chunks.push(chunk);
          if (fires()) await inner.put(key, joinChunks(chunks));
        }
        return await inner.put(key, joinChunks(chunks));
      },
    }),
  },
  "sync.drops": {
    text: "sync forgets the put before it",
    make: ({ inner, fires }) => {
      let last: string | undefined;
      return {
        put: (key, bytes) => {
          last = key;
          return inner.put(key, bytes);
        },
        sync: async () => {
          if (last !== undefined && fires()) await inner.delete(last);
        },
      };
    },
  },
} as const satisfies Readonly<Record<string, Lie>>;
