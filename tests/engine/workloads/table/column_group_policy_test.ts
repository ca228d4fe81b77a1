import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import { planGroups } from "../../../../engine/workloads/table/column_group_policy.ts";
import { parseProperties } from "../../../../engine/workloads/table/table_properties.ts";
import { batchOfColumns, rowsOf } from "./table_fixture.ts";

async function plan(
  properties: Record<string, string>,
  existing: string[][] = [],
) {
  const sample = await rowsOf(0, 4);
  return planGroups({
    schema: sample.schema,
    sample,
    properties: parseProperties(properties),
    existing: existing.map((columns) => ({ columns, format: "parquet" })),
  }).map(({ columns }) => columns);
}

Deno.test("planGroups() keeps all columns together by default", async () => {
  assertEquals(await plan({}), [["id", "name", "value"]]);
});

Deno.test("planGroups() goes by whole names, the first pattern first", async () => {
  const policy = { "writer.policy": "schema_based" };
  const patterns = "writer.split.schema_based.patterns";
  assertEquals(
    await plan({ ...policy, [patterns]: "id|name, value, vector" }),
    [
      ["id", "name"],
      ["value"],
    ],
  );
  assertEquals(await plan({ ...policy, [patterns]: "na, i.*" }), [
    ["id"],
    ["name", "value"],
  ]);
});

Deno.test("planGroups() lets large columns lie alone, wherever they stand", async () => {
  const arrow = await loadArrow();
  const text = (size: number) =>
    arrow.vectorFromArray(["x".repeat(size)], new arrow.Utf8());
  const sample = await batchOfColumns({
    big: text(100),
    a: text(1),
    huge: text(200),
    b: text(1),
  });
  const groups = planGroups({
    schema: sample.schema,
    sample,
    properties: parseProperties({
      "writer.policy": "size_based",
      "writer.split.size_based.max_avg_column_size": "50",
    }),
  }).map(({ columns }) => columns);
  assertEquals(groups, [["a", "b"], ["big"], ["huge"]]);
});

Deno.test("planGroups() goes on with the groups of the table", async () => {
  assertEquals(await plan({}, [["value"]]), [["value"], ["id", "name"]]);
});
