import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  AZURE_MUTANTS,
  type AzureEndpoint,
} from "../../../../backends/reference/mod.ts";
import { holdPut } from "../_held_put.ts";
import {
  accountSas,
  type Ask,
  BLOCK_BLOB,
  putText,
  withBlobServer,
} from "./_blob_server.ts";

/** Runs `body` over an endpoint that lies so, at every hit if not told when. */
async function lying(
  name: string,
  body: (ask: Ask, endpoint: AzureEndpoint) => Promise<void>,
  when: { readonly after?: number; readonly count?: number } = {},
): Promise<void> {
  await withBlobServer(async (ask, endpoint) => {
    await body(ask, endpoint);
    assert(endpoint.mutants.fired(name) > 0, `${name} never lied`);
  }, { mutants: [{ name, seed: 7, ...when }] });
}

const LARGE = "0123456789".repeat(10_000);

/** What a client sees of each lie; a mutant without a row fails the suite. */
const EFFECTS: Readonly<Record<string, () => Promise<void>>> = {
  "lost-write": () =>
    lying("lost-write", async (ask) => {
      await putText(ask, "/scratch/k", "1");
      assertEquals((await ask("GET", "/scratch/k")).status, 404);
    }),
  "stale-read": () =>
    lying("stale-read", async (ask) => {
      for (const text of ["old", "new"]) await putText(ask, "/scratch/k", text);
      assertEquals((await ask("GET", "/scratch/k")).text, "old");
    }),
  "wrong-object": () =>
    lying("wrong-object", async (ask) => {
      for (const name of ["k", "l"]) {
        await putText(ask, `/scratch/${name}`, name);
      }
      assertEquals((await ask("GET", "/scratch/k")).text, "l");
    }),
  "bit-flip": () =>
    lying("bit-flip", async (ask) => {
      await putText(ask, "/scratch/k", LARGE);
      const { text } = await ask("GET", "/scratch/k");
      const wrong = [...LARGE].filter((char, at) => char !== text[at]);
      assertEquals(wrong.length, 1);
    }),
  "cut-body": () =>
    lying("cut-body", async (ask) => {
      await putText(ask, "/scratch/k", LARGE);
      await assertRejects(() => ask("GET", "/scratch/k"));
    }),
  "cut-unframed": () =>
    lying("cut-unframed", async (ask) => {
      await putText(ask, "/scratch/k", LARGE);
      const { headers, text } = await ask("GET", "/scratch/k");
      assertEquals(headers.has("content-length"), false);
      assert(text.length < LARGE.length);
    }),
  "reset": () =>
    lying("reset", async (ask) => {
      await assertRejects(() => ask("GET", "/scratch/k"));
    }),
  "stall": async () => {
    const ends: string[] = [];
    for (const method of ["PUT", "GET"]) {
      let end = Promise.resolve("none");
      await lying("stall", async (ask, endpoint) => {
        const put = { headers: BLOCK_BLOB, body: "1234" };
        if (method === "GET") await ask("PUT", "/scratch/k", put);
        end = ask(method, "/scratch/k", method === "PUT" ? put : {})
          .then(() => "came", () => "closed");
        while (endpoint.mutants.fired("stall") === 0) {
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
        assertEquals((await ask("GET", "/scratch/none")).status, 404);
      }, { after: method === "GET" ? 1 : 0, count: 1 });
      // Nothing but the end of the server ended it.
      ends.push(await end);
    }
    assertEquals(ends, ["closed", "closed"]);
  },
  "ignored-condition": () =>
    lying("ignored-condition", async (ask) => {
      const headers = { ...BLOCK_BLOB, "if-none-match": "*" };
      for (const body of ["1", "2"]) {
        const put = await ask("PUT", "/scratch/k", { headers, body });
        assertEquals(put.status, 201);
      }
    }),
  "list-lacks-key": () =>
    lying("list-lacks-key", async (ask) => {
      for (const name of ["a", "b"]) {
        await putText(ask, `/scratch/${name}`, "1");
      }
      const { text } = await ask("GET", "/scratch?restype=container&comp=list");
      assertEquals([...text.matchAll(/<Name>/g)].length, 1);
    }),
  "lost-block": () =>
    lying("lost-block", async (ask) => {
      for (const id of ["a", "b"]) {
        const path = `/scratch/k?comp=block&blockid=${btoa(id)}`;
        await ask("PUT", path, { body: "1234" });
      }
      const ids = ["a", "b"].map((id) => `<Latest>${btoa(id)}</Latest>`);
      const body = `<BlockList>${ids.join("")}</BlockList>`;
      await ask("PUT", "/scratch/k?comp=blocklist", { body });
      const head = await ask("HEAD", "/scratch/k");
      assertEquals(head.headers.get("content-length"), "8");
      assertEquals((await ask("GET", "/scratch/k")).text, "1234");
    }),
  "wrong-etag": () =>
    lying("wrong-etag", async (ask) => {
      const [first, second] = [
        await putText(ask, "/scratch/k", "1"),
        await putText(ask, "/scratch/k", "2"),
      ];
      assertEquals(second.headers.get("etag"), first.headers.get("etag"));
    }),
  "accept-checksum": () =>
    lying("accept-checksum", async (ask) => {
      const headers = { ...BLOCK_BLOB, "content-md5": "A".repeat(22) + "==" };
      const put = await ask("PUT", "/scratch/k", { headers, body: "1" });
      assertEquals(put.status, 201);
    }),
  "lost-delete": () =>
    lying("lost-delete", async (ask) => {
      await putText(ask, "/scratch/k", "1");
      assertEquals((await ask("DELETE", "/scratch/k")).status, 202);
      assertEquals((await ask("GET", "/scratch/k")).text, "1");
    }),
  "read-deleted": () =>
    lying("read-deleted", async (ask) => {
      await putText(ask, "/scratch/k", "1");
      await ask("DELETE", "/scratch/k");
      assertEquals((await ask("GET", "/scratch/k")).text, "1");
    }),
  "hide-object": () =>
    lying("hide-object", async (ask) => {
      await putText(ask, "/scratch/k", "1");
      assertEquals((await ask("GET", "/scratch/k")).status, 404);
    }),
  "zero-tail": () =>
    lying("zero-tail", async (ask) => {
      await putText(ask, "/scratch/k", "1234");
      assertEquals((await ask("GET", "/scratch/k")).text, "12\0\0");
    }),
  "mix-versions": () =>
    lying("mix-versions", async (ask) => {
      for (const text of ["old!", "new?"]) {
        await putText(ask, "/scratch/k", text);
      }
      assertEquals((await ask("GET", "/scratch/k")).text, "ned!");
    }),
  "wrong-range": () =>
    lying("wrong-range", async (ask) => {
      await putText(ask, "/scratch/k", "123456");
      const headers = { range: "bytes=3-4" };
      const { status, text } = await ask("GET", "/scratch/k", { headers });
      assertEquals([status, text], [206, "12"]);
    }),
  "racing-conditions": () =>
    lying("racing-conditions", async (ask, endpoint) => {
      const headers = { ...BLOCK_BLOB, "if-none-match": "*" };
      const url = `${endpoint.settings["endpoint"]}/scratch/k?` +
        accountSas(endpoint);
      const held = await holdPut(url, "late", {
        ...headers,
        "x-ms-version": "2023-11-03",
      });
      assertEquals((await ask("GET", "/scratch/none")).status, 404);
      const put = (body: string) => ask("PUT", "/scratch/k", { headers, body });
      assertEquals((await put("first")).status, 201);
      assertEquals((await put("second")).status, 409);
      assertEquals(await held.finish(), 201);
      assertEquals((await ask("GET", "/scratch/k")).text, "late");
    }),
  "list-lags": () =>
    lying("list-lags", async (ask) => {
      const first = await putText(ask, "/scratch/a", "1");
      await putText(ask, "/scratch/a", "2");
      await putText(ask, "/scratch/b", "1");
      const { text } = await ask("GET", "/scratch?restype=container&comp=list");
      assertEquals([...text.matchAll(/<Name>/g)].length, 1);
      const etag = first.headers.get("etag")?.replaceAll('"', "") ?? "-";
      assert(text.includes(etag), text);
    }),
  "list-deleted": () =>
    lying("list-deleted", async (ask) => {
      for (const name of ["b", "c"]) {
        await putText(ask, `/scratch/${name}`, "1");
      }
      await ask("DELETE", "/scratch/b");
      const { text } = await ask("GET", "/scratch?restype=container&comp=list");
      const names = [...text.matchAll(/<Name>(.)/g)].map(([, name]) => name);
      assertEquals(names, ["b", "c"]);
    }),
  "swap-blocks": () =>
    lying("swap-blocks", async (ask) => {
      await putBlocks(ask, [["a", "1"], ["b", "2"]]);
      assertEquals((await ask("GET", "/scratch/k")).text, "21");
    }),
  "keep-first-block": () =>
    lying("keep-first-block", async (ask) => {
      await putBlocks(ask, [["a", "first"], ["a", "again"]]);
      assertEquals((await ask("GET", "/scratch/k")).text, "first");
    }),
  "server-busy": () =>
    lying("server-busy", async (ask) => {
      const { status, code } = await ask("GET", "/scratch/k");
      assertEquals([status, code], [503, "ServerBusy"]);
    }),
  "server-error": () =>
    lying("server-error", async (ask) => {
      const { status, code } = await ask("GET", "/scratch/k");
      assertEquals([status, code], [500, "OperationTimedOut"]);
    }),
};

/** Puts the blocks in turn, then joins each id once. */
async function putBlocks(
  ask: Ask,
  blocks: readonly (readonly [id: string, body: string])[],
): Promise<void> {
  for (const [id, body] of blocks) {
    await ask("PUT", `/scratch/k?comp=block&blockid=${btoa(id)}`, { body });
  }
  const ids = [...new Set(blocks.map(([id]) => id))]
    .map((id) => `<Latest>${btoa(id)}</Latest>`);
  const body = `<BlockList>${ids.join("")}</BlockList>`;
  await ask("PUT", "/scratch/k?comp=blocklist", { body });
}

Deno.test("a lagging replica lies through its own address only", async () => {
  await withBlobServer(async (ask, endpoint) => {
    const other = endpoint.replica([{ name: "stale-read" }]);
    for (const text of ["old", "new"]) await putText(ask, "/scratch/k", text);
    const path = `/scratch/k?${accountSas(endpoint)}`;
    const answer = await fetch(`${other.settings["endpoint"]}${path}`);
    assertEquals(await answer.text(), "old");
    assertEquals((await ask("GET", "/scratch/k")).text, "new");
  }, { mutants: [{ name: "stale-read", count: 0 }] });
});

for (const { name, text } of AZURE_MUTANTS) {
  Deno.test(`AZURE_MUTANTS: ${name} ${text}`, async () => {
    const effect = EFFECTS[name];
    assert(effect !== undefined, `nobody looks at what ${name} does`);
    await effect?.();
  });
}
