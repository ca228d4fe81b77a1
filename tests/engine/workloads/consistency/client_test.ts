import { assertEquals, assertRejects } from "@std/assert";
import {
  StorageError,
  type StorageErrorKind,
} from "../../../../backends/mod.ts";
import { MemBackend } from "../../../../backends/mem.ts";
import { ABSENT, NEVER } from "../../../../engine/history/mod.ts";
import { clientAt } from "./_client_fixture.ts";

/** Does what it is asked, and then fails, when it is told to. */
class Failing extends MemBackend {
  kind: StorageErrorKind | undefined;

  constructor() {
    super({ url: "mem:failing" });
  }

  override async put(key: string, bytes: Uint8Array) {
    const facts = await super.put(key, bytes);
    this.#fail();
    return facts;
  }

  override async get(key: string) {
    this.#fail();
    return await super.get(key);
  }

  #fail(): void {
    const { kind } = this;
    if (kind === undefined) return;
    throw new StorageError("x", { kind, operation: "any" });
  }
}

Deno.test("Client notes what it wrote and read, with times and values", async () => {
  const { client, place } = clientAt(new Failing());
  for (const operation of ["get", "put", "get", "head", "list"] as const) {
    await client.run(operation, place);
  }
  const { rows } = place.log.judged("reads");
  assertEquals(
    rows.map(({ operation, value, callNs, returnNs }) => [
      operation,
      value,
      callNs,
      returnNs,
    ]),
    [["put", 1, 3, 4], ["get", ABSENT, 1, 2], ["get", 1, 5, 6], [
      "head",
      1,
      7,
      8,
    ]],
  );
  assertEquals(place.log.judged("lists").looks, 1);
});

Deno.test("Client notes a write without an answer as open for ever", async () => {
  const backend = new Failing();
  const { client, place, book } = clientAt(backend);
  backend.kind = "TimedOut";
  await client.run("put", place);
  assertEquals(place.log.judged("reads").rows[0]?.returnNs, NEVER);
  assertEquals(book.tally.counts().put.unknown, 1);
});

Deno.test("Client notes a refused write as no row, and its value as forbidden", async () => {
  const backend = new Failing();
  const { client, place, book } = clientAt(backend);
  backend.kind = "Busy";
  await client.run("put", place);
  backend.kind = undefined;
  await client.run("get", place);
  assertEquals(place.log.judged("reads").rows, []);
  assertEquals(place.log.lookedAtRefused().length, 1);
  assertEquals(book.tally.counts().put.refused, 1);
});

Deno.test("Client notes no row for a read that failed", async () => {
  const backend = new Failing();
  const { client, place, book } = clientAt(backend);
  backend.kind = "Unavailable";
  await client.run("get", place);
  assertEquals(place.log.judged("reads").rows, []);
  assertEquals(book.tally.counts().get.failed, 1);
});

Deno.test("Client names the version that a condition replaced", async () => {
  const { client, place, book } = clientAt(new Failing());
  await client.run("putIfAbsent", place);
  await client.run("putIfAbsent", place);
  await client.run("putIfMatch", place);
  const { bases } = place.log.judged("reads").history;
  assertEquals([...bases.values()], [ABSENT, 1]);
  assertEquals(book.tally.counts()["put if absent"].refused, 1);
});

Deno.test("Client reports bytes that nobody wrote", async () => {
  const backend = new Failing();
  const { client, place, book } = clientAt(backend);
  await backend.put(place.log.key, new Uint8Array(256));
  await client.run("get", place);
  await client.run("range", place);
  assertEquals(book.wrong.map(({ name }) => name), ["foreign", "foreign"]);
});

Deno.test("Client passes a bug on", async () => {
  class Buggy extends MemBackend {
    override get(): Promise<never> {
      return Promise.reject(new TypeError("a bug"));
    }
  }
  const { client, place } = clientAt(new Buggy({ url: "mem:buggy" }));
  await assertRejects(() => client.run("get", place), TypeError);
});

Deno.test("Client tells what a history needs of each attempt", async () => {
  class Marked extends MemBackend {
    readonly lastAnswer = { status: 200, requestId: "r1" };
  }
  const { client, place, records } = clientAt(new Marked({ url: "mem:m" }));
  await client.run("putIfAbsent", place);
  await client.run("putIfMatch", place);
  const { key } = place.log;
  const common = { attempt: 1, client: 0, endpoint: 0, key, outcome: "ok" };
  const answer = { status: 200, requestId: "r1" };
  assertEquals(records.map((one) => ({ ...one })), [
    {
      ...common,
      ...answer,
      id: 1,
      logicalOp: 1,
      op: "put if absent",
      basis: ABSENT,
      ifNoneMatch: "*",
      valueId: 1,
      callNs: 1,
      returnNs: 2,
      etag: "v1",
    },
    {
      ...common,
      ...answer,
      id: 2,
      logicalOp: 2,
      op: "put if match",
      basis: 1,
      ifMatch: "v1",
      valueId: 2,
      callNs: 3,
      returnNs: 4,
      etag: "v2",
    },
  ]);
});

Deno.test("Client sends wrong checksums, and reports who takes them", async () => {
  class Careless extends MemBackend {
    override putChecked(key: string, bytes: Uint8Array) {
      return this.put(key, bytes);
    }
  }
  const strict = clientAt(new MemBackend({ url: "mem:strict" }));
  await strict.client.run("putDamaged", strict.place);
  assertEquals(strict.book.wrong, []);
  assertEquals(strict.book.tally.counts()["put damaged"].refused, 1);
  const careless = clientAt(new Careless({ url: "mem:careless" }));
  await careless.client.run("putDamaged", careless.place);
  assertEquals(careless.book.wrong.map(({ name }) => name), [
    "checksum ignored",
  ]);
});

Deno.test("Client fights for a version that only one can replace", async () => {
  const { client, place, book } = clientAt(new Failing());
  await client.run("put", place);
  const version = place.log.recent.at(-1);
  if (version === undefined) throw new Error("Nothing was put");
  await client.fight({ place, version });
  await client.fight({ place, version });
  await client.fight({ place });
  const counts = book.tally.counts();
  assertEquals(counts["put if match"].answered, 1);
  assertEquals(counts["put if match"].refused, 1);
  assertEquals(counts["put if absent"].refused, 1);
});
