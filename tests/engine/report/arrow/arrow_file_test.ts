import { assertEquals } from "@std/assert";
import { tableFromIPC } from "apache-arrow";
import { arrowFile } from "../../../../engine/report/arrow/arrow_file.ts";

Deno.test("arrowFile() keeps values, nulls and types of each kind", async () => {
  const bytes = await arrowFile([
    { name: "a", kind: "name", values: ["x", "y", "x", null] },
    { name: "b", kind: "text", values: ["one", null, "two", ""] },
    { name: "c", kind: "whole", values: [1, null, -3, 2 ** 53 - 1] },
    { name: "d", kind: "real", values: [0.5, null, 1e300, -0.25] },
    { name: "e", kind: "moment", values: [1_700_000_000_123_456, 0, 1, null] },
    { name: "f", kind: "claim", values: [true, false, null, true] },
  ], [["run", "r1"], ["seed", "s"]]);
  assertEquals(new TextDecoder().decode(bytes.slice(0, 6)), "ARROW1");
  const table = tableFromIPC(bytes);
  const column = (name: string) => [...table.getChild(name) ?? []];
  assertEquals(column("a"), ["x", "y", "x", null]);
  assertEquals(column("b"), ["one", null, "two", ""]);
  assertEquals(column("c"), [1n, null, -3n, 9_007_199_254_740_991n]);
  assertEquals(column("d"), [0.5, null, 1e300, -0.25]);
  assertEquals(column("f"), [true, false, null, true]);
  const moments = table.getChild("e")?.data[0]?.values;
  assertEquals(moments?.[0], 1_700_000_000_123_456n);
  assertEquals(table.getChild("e")?.nullCount, 1);
  assertEquals(
    table.schema.fields.map(({ type }) => String(type)),
    [
      "Dictionary<Int32, Utf8>",
      ...["Utf8", "Int64", "Float64", "Timestamp<MICROSECOND, UTC>", "Bool"],
    ],
  );
  assertEquals([...table.schema.metadata], [["run", "r1"], ["seed", "s"]]);
});

Deno.test("arrowFile() of no rows is a file with its columns", async () => {
  const bytes = await arrowFile(
    [{ name: "a", kind: "whole", values: [] }],
    [],
  );
  const table = tableFromIPC(bytes);
  assertEquals([table.numRows, table.schema.names], [0, ["a"]]);
});

Deno.test("arrowFile() makes the same bytes of the same columns", async () => {
  const make = () =>
    arrowFile([{ name: "a", kind: "name", values: ["x", "y"] }], []);
  assertEquals(await make(), await make());
});
