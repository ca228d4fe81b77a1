/** Promises of `engine/workloads/table/vendor_format.ts`. */
import { assertEquals, assertRejects } from "@std/assert";
import {
  TableError,
  vendorFormat,
  type VendorHost,
} from "../../../../engine/workloads/table/mod.ts";
import { FormatError } from "../../../../engine/workloads/table/parquet/format_error.ts";
import { fakeVendors } from "../../../_support/fake_vendors.ts";
import { newTable, rowsOf } from "./table_fixture.ts";

const format = vendorFormat("vortex", fakeVendors());

function sourceOf(bytes: Uint8Array) {
  return {
    sizeBytes: bytes.length,
    read: (offsetBytes: number, lengthBytes: number) =>
      Promise.resolve(bytes.slice(offsetBytes, offsetBytes + lengthBytes)),
  };
}

Deno.test("vendorFormat() keeps rows of a table in files of its own", async () => {
  const formats = new Map([["vortex", format]]);
  const table = await newTable({ ports: { formats } });
  const batch = await rowsOf(0, 20);
  const writer = await table.writer(batch.schema, { format: "vortex" });
  await writer.write(batch);
  const rows = await writer.close();
  const [file] = rows.groups[0]?.files ?? [];
  assertEquals(file?.path.endsWith(".vortex"), true);
  const { snapshot } = await table.begin().appendFiles(rows).commit();
  const reader = await table.at(snapshot).reader();
  const [back] = await Array.fromAsync(reader.scan());
  assertEquals(back?.toArray().map(String), batch.toArray().map(String));
});

Deno.test("vendorFormat() calls a file damaged that its library refuses", async () => {
  const open = () => format.open({ source: sourceOf(Uint8Array.of(1, 2, 3)) });
  await assertRejects(open, FormatError, "It has no mark");
});

Deno.test("vendorFormat() says when there is no library", async () => {
  const reason = "The python3 of this host has no vortex";
  const absent = vendorFormat(
    "vortex",
    fakeVendors({ answer: { state: "absent", reason } }),
  );
  const open = () => absent.open({ source: sourceOf(new Uint8Array(8)) });
  const error = await assertRejects(open, TableError, reason);
  assertEquals(error.kind, "NotSupported");
});

Deno.test("vendorFormat() gives back what it reads from, also when nobody reads on", async () => {
  const told: string[] = [];
  const honest = fakeVendors();
  const host: VendorHost = {
    async run(request) {
      const answer = await honest.run(request);
      if (answer.state !== "done") return answer;
      return {
        ...answer,
        async *read(name) {
          try {
            yield* answer.read(name);
          } finally {
            told.push("end");
          }
        },
        close: () => Promise.resolve(void told.push("close")),
      };
    },
  };
  const pieces: Uint8Array[] = [];
  const batch = await rowsOf(0, 500);
  const writer = await format.create({
    schema: batch.schema,
    settings: {},
    sink: {
      write: (bytes) => Promise.resolve(void pieces.push(bytes.slice())),
      close: () => Promise.resolve(),
      abort: () => Promise.resolve(),
    },
  });
  await writer.write(batch);
  await writer.write(batch);
  await writer.close();
  const bytes = new Uint8Array(
    await new Blob(pieces.map((one) => one.slice())).arrayBuffer(),
  );
  const reader = await vendorFormat("vortex", host)
    .open({ source: sourceOf(bytes) });
  for await (const some of reader.read()) {
    assertEquals(some.numRows > 0, true);
    break;
  }
  assertEquals(told, ["end", "close", "end", "close"]);
});
