import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  AZURE_MUTANTS,
  type AzureEndpoint,
} from "../../../../backends/reference/mod.ts";
import {
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

for (const { name, text } of AZURE_MUTANTS) {
  Deno.test(`AZURE_MUTANTS: ${name} ${text}`, async () => {
    const effect = EFFECTS[name];
    assert(effect !== undefined, `nobody looks at what ${name} does`);
    await effect?.();
  });
}
