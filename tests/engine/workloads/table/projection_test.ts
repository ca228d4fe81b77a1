import { assertEquals, assertThrows } from "@std/assert";
import { projectFields } from "../../../../engine/workloads/table/projection.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";

const field = (name: string, type = "int64", nullable = true) => ({
  name,
  type: { name: type },
  nullable,
});
const KNOWN = [field("id"), field("name", "utf8")];

Deno.test("projectFields() keeps the order asked for", () => {
  const columns = ["name", "id"];
  assertEquals(
    projectFields(KNOWN, { columns }).map(({ name }) => name),
    columns,
  );
});

Deno.test("projectFields() lets a reader have columns that nobody wrote", () => {
  const fields = [field("id"), field("later")];
  assertEquals(projectFields(KNOWN, { fields }), fields);
});

Deno.test("projectFields() refuses unknown, doubled and other columns", () => {
  assertThrows(
    () => projectFields(KNOWN, { columns: ["nam"] }),
    TableError,
    "name",
  );
  assertThrows(
    () => projectFields(KNOWN, { columns: ["id", "id"] }),
    TableError,
  );
  assertThrows(
    () => projectFields(KNOWN, { fields: [field("id", "utf8")] }),
    TableError,
  );
  assertThrows(
    () => projectFields(KNOWN, { fields: [field("later", "int64", false)] }),
    TableError,
  );
});
