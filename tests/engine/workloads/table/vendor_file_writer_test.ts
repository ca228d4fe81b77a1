/** Promises of `engine/workloads/table/vendor_file_writer.ts`. */
import { assertEquals, assertRejects } from "@std/assert";
import {
  loadArrow,
  TableError,
  vendorFormat,
  type VendorHost,
} from "../../../../engine/workloads/table/mod.ts";
import { VendorFileWriter } from "../../../../engine/workloads/table/vendor_file_writer.ts";
import { fakeVendors } from "../../../_support/fake_vendors.ts";
import { rowsOf } from "./table_fixture.ts";

async function writing(host: VendorHost, refusal?: Error) {
  const arrow = await loadArrow();
  const batch = await rowsOf(0, 5);
  const told: string[] = [];
  const pieces: Uint8Array[] = [];
  const sink = {
    write: (bytes: Uint8Array) =>
      refusal === undefined
        ? Promise.resolve(void pieces.push(bytes))
        : Promise.reject(refusal),
    close: () => Promise.resolve(void told.push("close")),
    abort: () => Promise.resolve(void told.push("abort")),
  };
  const { schema } = batch;
  const writer = new VendorFileWriter({
    ...{ arrow, host, schema, sink },
    library: "lance",
  });
  const bytes = async () =>
    new Uint8Array(
      await new Blob(pieces.map((one) => one.slice())).arrayBuffer(),
    );
  return { batch, bytes, told, writer };
}

Deno.test("VendorFileWriter gives the file of the library to the sink", async () => {
  const host = fakeVendors();
  const { batch, bytes, told, writer } = await writing(host);
  await writer.write(batch);
  await writer.flush();
  const facts = await writer.close();
  const file = await bytes();
  assertEquals([facts.rowCount, facts.sizeBytes], [5, file.length]);
  assertEquals(told, ["close"]);
  const source = {
    sizeBytes: file.length,
    read: (at: number, count: number) =>
      Promise.resolve(file.slice(at, at + count)),
  };
  const reader = await vendorFormat("lance", host).open({ source });
  assertEquals(reader.rowCount, 5);
});

Deno.test("VendorFileWriter fails with what the library says, and hangs in no write", async () => {
  const reason = "It has no such type";
  const host: VendorHost = {
    run: () => Promise.resolve({ state: "failed", reason }),
  };
  const { batch, told, writer } = await writing(host);
  const error = await assertRejects(
    async () => {
      for (let at = 0; at < 9; at++) await writer.write(batch);
      await writer.close();
    },
    TableError,
    reason,
  );
  assertEquals(error.kind, "LibraryFailed");
  await writer.abort();
  assertEquals(told, ["abort"]);
});

Deno.test("VendorFileWriter refuses rows of other columns", async () => {
  const { batch, told, writer } = await writing(fakeVendors());
  const other = batch.select(["id"]);
  await assertRejects(() => writer.write(other), RangeError, "the file has");
  await writer.abort();
  assertEquals(told, ["abort"]);
});

Deno.test("VendorFileWriter fails with what the target says, and gives up a file that it could not close", async () => {
  const full = new RangeError("The target is full");
  const { batch, told, writer } = await writing(fakeVendors(), full);
  await writer.write(batch);
  await assertRejects(() => writer.close(), RangeError, "full");
  await writer.abort();
  assertEquals(told, ["abort"]);
});

Deno.test("VendorFileWriter gives up its file also where what was made cannot be taken away", async () => {
  const host: VendorHost = {
    async run({ files }) {
      for await (const { pieces } of files ?? []) {
        await Array.fromAsync(pieces).catch(() => {});
      }
      const made = { versions: "v", facts: {}, files: ["file"] };
      return {
        ...made,
        state: "done",
        async *read() {},
        close: () => Promise.reject(new RangeError("It stays")),
      };
    },
  };
  const { batch, told, writer } = await writing(host);
  await writer.write(batch);
  await assertRejects(() => writer.abort(), RangeError, "It stays");
  assertEquals(told, ["abort"]);
});
