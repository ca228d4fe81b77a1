import { assertEquals } from "@std/assert";
import { StorageError, type Upload } from "../../../../backends/mod.ts";
import { MemBackend } from "../../../../backends/mem.ts";
import { NEVER } from "../../../../engine/history/mod.ts";
import { uploadValue } from "../../../../engine/workloads/consistency/upload_value.ts";
import { clientAt } from "./_client_fixture.ts";

/** Fails at one call of each upload. */
class Cut extends MemBackend {
  aborted = 0;

  constructor(readonly at?: "put" | "complete" | "abort") {
    super({ url: "mem:cut" });
  }

  override async upload(key: string): Promise<Upload> {
    const upload = await super.upload(key);
    return {
      id: upload.id,
      put: async (number, bytes) => {
        const part = await upload.put(number, bytes);
        if (number === 2) this.#fail("put");
        return part;
      },
      complete: async (parts) => {
        const facts = await upload.complete(parts);
        this.#fail("complete");
        return facts;
      },
      abort: async () => {
        this.aborted += 1;
        this.#fail("abort");
        await upload.abort();
      },
    };
  }

  #fail(call: "put" | "complete" | "abort"): void {
    const isHere = this.at === call || (this.at === "abort" && call === "put");
    if (!isHere) return;
    throw new StorageError("x", { kind: "TimedOut", operation: call });
  }
}

async function uploaded(backend: Cut) {
  const { client, place: { log }, book } = clientAt(backend);
  await uploadValue(client, log);
  await client.run("get", { log, folder: "" });
  const { rows } = log.judged("reads");
  const { tally, wrong } = book;
  return { rows, tally, wrong, counts: tally.counts() };
}

Deno.test("uploadValue() writes one value in two parts", async () => {
  const { rows, tally, wrong } = await uploaded(new Cut());
  assertEquals(rows.map(({ value }) => value), [1, 1]);
  assertEquals([tally.openUploads, wrong.length], [0, 0]);
});

Deno.test("uploadValue() gives up an upload whose parts did not arrive", async () => {
  const backend = new Cut("put");
  const { rows, counts, tally } = await uploaded(backend);
  assertEquals(rows.map(({ operation }) => operation), ["get"]);
  assertEquals(counts["put part"].unknown, 1);
  assertEquals([backend.aborted, tally.openUploads], [1, 0]);
});

Deno.test("uploadValue() counts uploads that may be open still", async () => {
  assertEquals((await uploaded(new Cut("abort"))).tally.openUploads, 1);
});

Deno.test("uploadValue() leaves a completion without an answer open", async () => {
  const { rows, counts, tally } = await uploaded(new Cut("complete"));
  assertEquals(rows[0]?.returnNs, NEVER);
  assertEquals(rows[1]?.value, 1);
  assertEquals(counts["complete upload"].unknown, 1);
  assertEquals(tally.openUploads, 1);
});
