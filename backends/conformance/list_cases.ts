/** Cases of listings: order, prefix, delimiter, pages. */
import type { Backend, ListOptions } from "../contract.ts";
import { keyBytes } from "../key.ts";
import { type ConformanceCase, promiseCase } from "./case.ts";
import { holds, same, sameTexts } from "./promise.ts";

/** Pages after which a listing that never ends is given up. */
const PAGES_MAX = 100;

export const LIST_CASES: readonly ConformanceCase[] = [
  promiseCase(
    "object.list.complete",
    ["list", "write"],
    async (backend, env) => {
      const keys = Array.from({ length: 12 }, (_, i) => `${env.prefix}k${i}`);
      await putAll(backend, keys);
      await putAll(backend, keys.slice(0, 2));
      const found = await keysOf(backend, { prefix: env.prefix });
      sameTexts([...found].sort(), [...keys].sort(), "The set of listed keys");
    },
  ),
  promiseCase("object.list.order", ["list", "write"], async (backend, env) => {
    const names = ["a", "A", "a-b", "a/b", "aa", "ab", "\u{ff5e}", "\u{1f600}"];
    const keys = names.map((name) => env.prefix + name);
    await putAll(backend, keys);
    const sorted = [...keys].sort((a, b) => keyBytes(a) < keyBytes(b) ? -1 : 1);
    const found = await keysOf(backend, { prefix: env.prefix });
    sameTexts(found, sorted, "The order of the listing");
  }),
  promiseCase("object.list.prefix", ["list", "write"], async (backend, env) => {
    const keys = ["a/1", "a/2", "ab", "b"].map((name) => env.prefix + name);
    await putAll(backend, keys);
    for (const [prefix, expected] of [["a/", 2], ["a", 3], ["c", 0]] as const) {
      const found = await keysOf(backend, { prefix: env.prefix + prefix });
      sameTexts(
        found,
        keys.filter((key) => key.startsWith(env.prefix + prefix)),
        `The listing of ${expected} keys below "${prefix}"`,
      );
    }
  }),
  promiseCase("object.list.facts", ["list", "write"], async (backend, env) => {
    for (const size of [0, 1, 4097]) {
      await backend.put(`${env.prefix}${size}`, env.bytes(size, 0));
    }
    const { objects } = await backend.list({ prefix: env.prefix });
    same(objects.length, 3, "The number of listed keys");
    for (const { key, sizeBytes } of objects) {
      const size = Number(key.slice(env.prefix.length));
      same(sizeBytes, size, "The size in the listing");
    }
  }),
  promiseCase(
    "object.list.delimiter",
    ["listDelimiter", "list", "write"],
    async (backend, env) => {
      const names = ["a/1", "a/2", "b", "c/1/x", "c/2"];
      await putAll(backend, names.map((name) => env.prefix + name));
      const page = await backend.list({ prefix: env.prefix, delimiter: "/" });
      const cut = (text: string) => text.slice(env.prefix.length);
      sameTexts(page.objects.map(({ key }) => cut(key)), ["b"], "The keys");
      sameTexts(page.prefixes.map(cut), ["a/", "c/"], "The prefixes");
    },
  ),
  promiseCase(
    "object.list.delimiter-below",
    ["listDelimiter", "list", "write"],
    async (backend, env) => {
      const names = ["c/", "c/1/x", "c/1/y", "c/2"];
      await putAll(backend, names.map((name) => env.prefix + name));
      const prefix = `${env.prefix}c/`;
      const page = await backend.list({ prefix, delimiter: "/" });
      const cut = (text: string) => text.slice(env.prefix.length);
      const keys = page.objects.map(({ key }) => cut(key));
      sameTexts(keys, ["c/", "c/2"], "The keys below a prefix");
      sameTexts(
        page.prefixes.map(cut),
        ["c/1/"],
        "The prefixes below a prefix",
      );
    },
  ),
  promiseCase(
    "object.list.paged",
    ["listPaged", "list", "write"],
    async (backend, env) => {
      const keys = Array.from(
        { length: 25 },
        (_, i) => `${env.prefix}k${String(i).padStart(2, "0")}`,
      );
      await putAll(backend, keys);
      const pages = await pagesOf(backend, { prefix: env.prefix, limit: 10 });
      sameTexts(pages.flat(), keys, "All pages together");
    },
  ),
  promiseCase(
    "object.list.limit",
    ["listPaged", "list", "write"],
    async (backend, env) => {
      await putAll(backend, ["a", "b", "c"].map((name) => env.prefix + name));
      for (const limit of [1, 2, 3]) {
        const page = await backend.list({ prefix: env.prefix, limit });
        holds(
          page.objects.length <= limit,
          `A page of at most ${limit} holds ${page.objects.length} keys`,
        );
      }
    },
  ),
  promiseCase("object.list.paged-prefixes", [
    "listPaged",
    "listDelimiter",
    "list",
    "write",
  ], async (backend, env) => {
    const names = ["a/1", "a/2", "b", "c/1", "c/2", "d", "e/1", "e/2"];
    await putAll(backend, names.map((name) => env.prefix + name));
    for (const limit of [1, 2, 3]) {
      const pages = await pagesOf(backend, {
        prefix: env.prefix,
        delimiter: "/",
        limit,
      });
      sameTexts(
        pages.flat().map((text) => text.slice(env.prefix.length)).sort(),
        ["a/", "b", "c/", "d", "e/"],
        `The keys and prefixes of all pages of ${limit}`,
      );
    }
  }),
];

async function putAll(
  backend: Backend,
  keys: readonly string[],
): Promise<void> {
  for (const key of keys) await backend.put(key, new Uint8Array([1]));
}

async function keysOf(
  backend: Backend,
  options: ListOptions,
): Promise<string[]> {
  const { objects } = await backend.list(options);
  return objects.map(({ key }) => key);
}

async function pagesOf(
  backend: Backend,
  options: ListOptions,
): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await backend.list(
      after === undefined ? options : { ...options, after },
    );
    pages.push([...page.objects.map(({ key }) => key), ...page.prefixes]);
    after = page.next;
    holds(pages.length < PAGES_MAX, "The pages of a listing never end");
  } while (after !== undefined);
  return pages;
}
