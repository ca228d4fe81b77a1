import { assert, assertEquals } from "@std/assert";
import {
  StorageError,
  type Upload,
  type UploadPart,
} from "../../../../backends/mod.ts";
import { MemBackend } from "../../../../backends/mem.ts";
import { NEVER } from "../../../../engine/history/mod.ts";
import { judgeBook } from "../../../../engine/workloads/consistency/judge_book.ts";
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

type Lie = "late part" | "abort undoes";

/** Lets others join an upload, as S3 does. */
class Shared extends MemBackend {
  readonly #uploads = new Map<string, Upload>();

  constructor(readonly lie?: Lie) {
    super({ url: "mem:shared" });
  }

  override async upload(key: string): Promise<Upload> {
    const upload = await super.upload(key);
    const latest = new Map<number, UploadPart>();
    const shared: Upload = {
      ...upload,
      put: async (number, bytes) => {
        const part = await upload.put(number, bytes);
        latest.set(number, part);
        return part;
      },
      complete: (parts) =>
        upload.complete(
          this.lie === "late part"
            ? parts.map((part) => latest.get(part.number) ?? part)
            : parts,
        ),
      abort: async () => {
        if (this.lie === "abort undoes") await this.delete(key);
        await upload.abort();
      },
    };
    this.#uploads.set(upload.id, shared);
    return shared;
  }

  joinUpload(_key: string, id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new RangeError(`No upload ${id}`);
    return upload;
  }
}

/** Many uploads of one key, each read afterwards. */
async function raced(backend: Shared) {
  const { client, place, book, records } = clientAt(backend);
  for (let count = 0; count < 80; count += 1) {
    await uploadValue(client, place.log);
    await client.run("get", place);
  }
  const { findingCounts } = judgeBook(book, {
    seed: 1,
    clients: 1,
    durationNs: 1,
    endpoints: ["one", "two"],
    notAsked: [],
    stoppedBy: "limit",
  });
  return { findingCounts, records, counts: book.tally.counts() };
}

Deno.test("uploadValue() races completions with all that may end an upload", async () => {
  const { findingCounts, records, counts } = await raced(new Shared());
  assertEquals(findingCounts, {});
  assert(counts["complete upload"].refused > 5, "no rival came first");
  const rivals = new Set(
    records.filter(({ endpoint }) => endpoint === 1).map(({ op }) => op),
  );
  assertEquals(
    [...rivals].sort(),
    ["abort upload", "complete upload", "put part"],
  );
});

Deno.test("uploadValue() shows a completion that joins a later part", async () => {
  const { findingCounts } = await raced(new Shared("late part"));
  assert((findingCounts["torn"] ?? 0) > 0, JSON.stringify(findingCounts));
});

Deno.test("uploadValue() shows an abort that undoes a completion", async () => {
  const { findingCounts } = await raced(new Shared("abort undoes"));
  const { ["lost write"]: lost = 0, ["impossible read"]: never = 0 } =
    findingCounts;
  assert(lost + never > 0, JSON.stringify(findingCounts));
});
