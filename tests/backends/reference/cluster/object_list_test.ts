import { assertEquals } from "@std/assert";
import {
  listObjects,
  type ListRequest,
} from "../../../../backends/reference/cluster/object_list.ts";
import type { ObjectRow } from "../../../../backends/reference/cluster/object_row.ts";

const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);
const bytes = (key: string) => text(new TextEncoder().encode(key));

/** Rows in the order of their bytes, as both databases give them. */
function tableOf(keys: readonly string[]) {
  let queries = 0;
  const rows = keys.toSorted((a, b) => bytes(a) < bytes(b) ? -1 : 1)
    .map((key): ObjectRow => ({
      ...{ key, version: "", sizeBytes: 0, crc32c: 0, modifiedMs: 0 },
      ...{ contentType: "a/b", metadata: {} },
    }));
  return {
    queries: () => queries,
    page(from: Uint8Array, isAfter: boolean, limit: number) {
      queries += 1;
      const start = text(from);
      const found = rows.filter(({ key }) =>
        isAfter ? bytes(key) > start : bytes(key) >= start
      );
      return Promise.resolve(found.slice(0, limit));
    },
  };
}

const ALL: ListRequest = { prefix: "", delimiter: "", limit: 1000, after: "" };
const KEYS = ["a", "b/1", "b/2", "b/c/3", "b0", "ü", "zz", "\u{1F600}"];

/** Every page of `limit`, one after another. */
async function allPages(request: ListRequest): Promise<string[]> {
  const found: string[] = [];
  for (let after = "";;) {
    const page = await listObjects(tableOf(KEYS), { ...request, after });
    const names = [...page.objects.map(({ key }) => key), ...page.prefixes];
    found.push(...names.sort((a, b) => bytes(a) < bytes(b) ? -1 : 1));
    if (page.next === undefined) return found;
    after = page.next;
  }
}

Deno.test("pages of any size hold every key once, in the order of bytes", async () => {
  const ordered = ["a", "b/1", "b/2", "b/c/3", "b0", "zz", "ü", "\u{1F600}"];
  for (const limit of [1, 2, 3, 8, 1000]) {
    assertEquals(await allPages({ ...ALL, limit }), ordered);
  }
});

Deno.test("what shares a prefix is folded, page by page", async () => {
  for (const limit of [1, 2, 1000]) {
    const folded = { ...ALL, delimiter: "/", limit };
    assertEquals(
      await allPages(folded),
      ["a", "b/", "b0", "zz", "ü", "\u{1F600}"],
    );
    assertEquals(
      await allPages({ ...folded, prefix: "b/" }),
      ["b/1", "b/2", "b/c/"],
    );
  }
});

Deno.test("a folded prefix costs one query, however much is below it", async () => {
  const keys = Array.from({ length: 5000 }, (_, at) => `many/${at}`);
  const table = tableOf([...keys, "z"]);
  const page = await listObjects(table, { ...ALL, delimiter: "/" });
  assertEquals(page.prefixes, ["many/"]);
  assertEquals(page.objects.map(({ key }) => key), ["z"]);
  assertEquals(table.queries() <= 3, true);
});
