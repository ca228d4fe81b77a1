/** What every client of a script lane must do, over a real endpoint. */
import { assertEquals, assertRejects } from "@std/assert";
import {
  ClientFailure,
  type StoreBody,
  type StoreClient,
} from "../../../../backends/store/sdk/store_client.ts";

const PART_BYTES = 5 * 1024 ** 2;

async function readAll(body: StoreBody): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.chunks) chunks.push(chunk.slice());
  return new Uint8Array(
    await new Blob(chunks.map((c) => c.slice())).arrayBuffer(),
  );
}

async function fails(call: () => Promise<unknown>, status: string) {
  const failure = await assertRejects(call, ClientFailure);
  assertEquals(failure.status, status);
}

/** One after another, on a client whose bucket is empty below "t/". */
export async function tryClient(client: StoreClient): Promise<void> {
  await tryObjects(client);
  await tryUploads(client);
}

/** The same of a client that knows no uploads in parts. */
export async function tryObjects(client: StoreClient): Promise<void> {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, at) => at * 7);
  await client.put("t/a b/1", bytes);
  const whole = await client.get("t/a b/1", null);
  assertEquals(whole.sizeBytes, 10_000);
  assertEquals(await readAll(whole), bytes);
  const part = await client.get("t/a b/1", { start: 100, end: 164 });
  assertEquals(await readAll(part), bytes.subarray(100, 164));
  assertEquals(await client.head("t/a b/1"), 10_000);
  await client.put("t/empty", new Uint8Array());
  assertEquals((await readAll(await client.get("t/empty", null))).length, 0);
  await fails(() => client.get("t/none", null), "HTTP_NOT_FOUND");
  await fails(() => client.head("t/none"), "HTTP_NOT_FOUND");
  await fails(
    () => client.get("t/a b/1", { start: 20_000, end: 20_001 }),
    "HTTP_RANGE",
  );
  await tryListing(client);
  await client.delete("t/empty");
  await client.delete("t/empty");
  await fails(() => client.head("t/empty"), "HTTP_NOT_FOUND");
}

async function tryListing(client: StoreClient): Promise<void> {
  const page = { prefix: "t/", limit: 1000 };
  const all = await client.list({ ...page, after: "" });
  assertEquals(all, {
    entries: [
      { key: "t/a b/1", sizeBytes: 10_000 },
      { key: "t/empty", sizeBytes: 0 },
    ],
    isLast: true,
  });
  const rest = await client.list(
    client.startsAtPrefix === true
      ? { ...page, after: "", prefix: "t/e" }
      : { ...page, after: "t/a b/1" },
  );
  assertEquals(rest.entries.map(({ key }) => key), ["t/empty"]);
  const first = await client.list({ ...page, limit: 1, after: "" });
  assertEquals([first.entries.length, first.isLast], [1, false]);
}

async function tryUploads(client: StoreClient): Promise<void> {
  const upload = await client.upload("t/parts");
  const large = new Uint8Array(PART_BYTES).fill(1);
  await upload.put(2, new Uint8Array([9, 9]));
  await upload.put(1, large);
  await fails(() => client.head("t/parts"), "HTTP_NOT_FOUND");
  await upload.complete();
  assertEquals(await client.head("t/parts"), PART_BYTES + 2);
  const tail = { start: PART_BYTES, end: PART_BYTES + 2 };
  assertEquals(
    await readAll(await client.get("t/parts", tail)),
    new Uint8Array([9, 9]),
  );
  const dropped = await client.upload("t/dropped");
  await dropped.put(1, large);
  await dropped.abort();
  await fails(() => client.head("t/dropped"), "HTTP_NOT_FOUND");
}
