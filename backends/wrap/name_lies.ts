/** Lies about names: heads, listings, deletes, copies, renames, keys. */
import type { ListPage, ObjectFacts } from "../contract.ts";
import { giveWay, type Lie, type LieParts, type LyingCalls } from "./lie.ts";

const EMPTY = new Uint8Array();

export const NAME_LIES = {
  "head.wrong-size": {
    text: "head returns a size that is one too large",
    make: ({ inner, fires }) => ({
      head: async (key) => {
        const facts = await inner.head(key);
        return fires() ? { ...facts, sizeBytes: facts.sizeBytes + 1 } : facts;
      },
    }),
  },
  "head.invents": {
    text: "head knows objects that are not there",
    make: ({ inner, fires }) => ({
      head: (key) =>
        inner.head(key).catch((error) => {
          if (fires()) return { key, sizeBytes: 0, etag: "x", modifiedMs: 0 };
          throw error;
        }),
    }),
  },
  "head.same-etag": {
    text: "head returns the same etag for all bytes",
    make: ({ inner, fires }) => ({
      head: async (key) => {
        const facts = await inner.head(key);
        return fires() ? { ...facts, etag: "same" } : facts;
      },
    }),
  },
  "list.keeps-deleted": {
    text: "a listing still holds deleted keys",
    make: ({ inner, fires }) => {
      const gone: ObjectFacts[] = [];
      return {
        delete: async (key) => {
          const facts = await inner.head(key).catch(() => undefined);
          if (facts !== undefined) gone.push(facts);
          await inner.delete(key);
        },
        list: async (options) => {
          const page = await inner.list(options);
          if (!fires()) return page;
          const prefix = options?.prefix ?? "";
          const kept = gone.filter(({ key }) => key.startsWith(prefix));
          const objects = [...page.objects, ...kept]
            .sort((a, b) => a.key < b.key ? -1 : 1);
          return { ...page, objects };
        },
      };
    },
  },
  "list.utf16-order": {
    text: "a listing is in the order of UTF-16 units",
    make: (parts) =>
      lyingList(parts, (page) => ({
        ...page,
        objects: [...page.objects].sort((a, b) => a.key < b.key ? -1 : 1),
      })),
  },
  "list.wrong-size": {
    text: "a listing tells sizes that are one too large",
    make: (parts) =>
      lyingList(parts, (page) => ({
        ...page,
        objects: page.objects.map((facts) => ({
          ...facts,
          sizeBytes: facts.sizeBytes + 1,
        })),
      })),
  },
  "list.drops-key": {
    text: "a listing lacks its last key",
    make: (parts) =>
      lyingList(parts, (page) => ({
        ...page,
        objects: page.objects.slice(0, -1),
      })),
  },
  "list.drops-odd": {
    text: "a listing lacks keys with a control character",
    make: (parts) =>
      lyingList(parts, (page) => ({
        ...page,
        objects: page.objects.filter(({ key }) => !/\p{Cc}/u.test(key)),
      })),
  },
  "list.repeats-key": {
    text: "a listing holds its first key twice",
    make: (parts) =>
      lyingList(parts, (page) => ({
        ...page,
        objects: [...page.objects.slice(0, 1), ...page.objects],
      })),
  },
  "list.ignores-prefix": {
    text: "a prefix is taken up to its last slash only",
    make: ({ inner, fires }) => ({
      list: (options) => {
        if (!fires() || options?.prefix === undefined) {
          return inner.list(options);
        }
        const prefix = options.prefix.replace(/[^/]*\/?$/, "");
        return inner.list({ ...options, prefix });
      },
    }),
  },
  "list.ignores-delimiter": {
    text: "a delimiter folds nothing",
    make: ({ inner, fires }) => ({
      list: (options) => {
        if (!fires()) return inner.list(options);
        const { delimiter: _, ...rest } = options ?? {};
        return inner.list(rest);
      },
    }),
  },
  "list.folds-wrongly": {
    text: "folded prefixes come without their delimiter",
    make: (parts) =>
      lyingList(parts, (page) => ({
        ...page,
        prefixes: page.prefixes.map((prefix) => prefix.slice(0, -1)),
      })),
  },
  "list.ignores-limit": {
    text: "a page is as long as the listing",
    make: ({ inner, fires }) => ({
      list: (options) => {
        if (!fires()) return inner.list(options);
        const { limit: _, ...rest } = options ?? {};
        return inner.list(rest);
      },
    }),
  },
  "list.overlaps": {
    text: "a page begins with the last key of the page before",
    make: ({ inner, fires }) => ({
      list: async (options) => {
        const page = await inner.list(options);
        const { after } = options ?? {};
        if (after === undefined || !fires()) return page;
        const last = await inner.head(after).catch(() => undefined);
        return last === undefined
          ? page
          : { ...page, objects: [last, ...page.objects] };
      },
    }),
  },
  "list.refolds": {
    text: "a page begins with the last prefix of the page before",
    make: ({ inner, fires }) => ({
      list: async (options) => {
        const page = await inner.list(options);
        const { after, delimiter } = options ?? {};
        const isPrefix = after !== undefined && delimiter !== undefined &&
          after.endsWith(delimiter);
        if (!isPrefix || !fires()) return page;
        return { ...page, prefixes: [after, ...page.prefixes] };
      },
    }),
  },
  "delete.lost": {
    text: "delete is acknowledged and not done",
    make: ({ inner, fires }) => ({
      delete: (key) => fires() ? Promise.resolve() : inner.delete(key),
    }),
  },
  "delete.strict": {
    text: "deleting what is not there fails",
    make: ({ inner, fires }) => ({
      delete: async (key) => {
        if (fires()) await inner.head(key);
        await inner.delete(key);
      },
    }),
  },
  "copy.short": {
    text: "a copy lacks its last byte",
    make: ({ inner, fires }) => ({
      copy: async (from, to) => {
        const bytes = await inner.get(from);
        return await inner.put(to, fires() ? bytes.subarray(0, -1) : bytes);
      },
    }),
  },
  "copy.moves": {
    text: "a copy takes the source away",
    make: ({ inner, fires }) => ({
      copy: (from, to) =>
        fires() ? inner.rename(from, to) : inner.copy(from, to),
    }),
  },
  "copy.invents": {
    text: "a copy of nothing makes an empty object",
    make: ({ inner, fires }) => ({
      copy: (from, to) =>
        inner.copy(from, to).catch((error) => {
          if (fires()) return inner.put(to, EMPTY);
          throw error;
        }),
    }),
  },
  "rename.copies": {
    text: "a rename leaves the old name",
    make: ({ inner, fires }) => ({
      rename: (from, to) =>
        fires() ? inner.copy(from, to) : inner.rename(from, to),
    }),
  },
  "rename.gap": {
    text: "during a rename neither name is there",
    make: ({ inner, fires }) => ({
      rename: async (from, to) => {
        if (!fires()) return await inner.rename(from, to);
        const bytes = await inner.get(from);
        await inner.delete(from);
        await giveWay();
        return await inner.put(to, bytes);
      },
    }),
  },
  "rename.invents": {
    text: "a rename of nothing makes an empty object",
    make: ({ inner, fires }) => ({
      rename: (from, to) =>
        inner.rename(from, to).catch((error) => {
          if (fires()) return inner.put(to, EMPTY);
          throw error;
        }),
    }),
  },
  "keys.normalized": {
    text: "keys are tidied as if they were paths",
    make: (parts) =>
      mappedKeys(parts, (key) => new URL(key, "x://h/").pathname.slice(1)),
  },
  "keys.composed": {
    text: "keys are brought to Unicode's composed form",
    make: (parts) => mappedKeys(parts, (key) => key.normalize("NFC")),
  },
  "keys.lowercase": {
    text: "keys lose their case",
    make: (parts) => mappedKeys(parts, (key) => key.toLowerCase()),
  },
  "keys.truncated": {
    text: "keys are cut to 255 characters",
    make: (parts) => mappedKeys(parts, (key) => key.slice(0, 255)),
  },
  "keys.no-last-slash": {
    text: "keys lose slashes at their end",
    make: (parts) => mappedKeys(parts, (key) => key.replace(/\/+$/, "")),
  },
  "keys.trimmed": {
    text: "keys lose control characters and spaces",
    make: (parts) =>
      mappedKeys(parts, (key) => key.replace(/[\s\p{Cc}]/gu, "")),
  },
  "keys.anything": {
    text: "keys that cannot be are cut until they can",
    make: (parts) =>
      mappedKeys(parts, (key) => key.toWellFormed().slice(0, 1024) || "empty"),
  },
} as const satisfies Readonly<Record<string, Lie>>;

function lyingList(
  { inner, fires }: LieParts,
  change: (page: ListPage) => ListPage,
): LyingCalls {
  return {
    list: async (options) => {
      const page = await inner.list(options);
      return fires() ? change(page) : page;
    },
  };
}

function mappedKeys(
  { inner, fires }: LieParts,
  map: (key: string) => string,
): LyingCalls {
  const mapped = (key: string) => fires() ? map(key) || "_" : key;
  return {
    put: (key, bytes) => inner.put(mapped(key), bytes),
    get: (key) => inner.get(mapped(key)),
    head: (key) => inner.head(mapped(key)),
    delete: (key) => inner.delete(mapped(key)),
  };
}
