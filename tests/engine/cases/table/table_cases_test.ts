import { assertEquals } from "@std/assert";
import { TABLE_CASES } from "../../../../engine/cases/table/table_cases.ts";
import { caseEnv } from "../../../_support/case_fixture.ts";

/** The cipher of these tests has no such key; the core's has, see tests/cli. */
const NOT_HERE = ["table.encryption.encryption_key_24_bytes"];

for (const { body, id } of TABLE_CASES) {
  if (NOT_HERE.includes(id)) continue;
  Deno.test(`${id} holds on an honest memory, and leaves nothing`, async () => {
    const env = caseEnv();
    const said = await body(env);
    assertEquals(said.length > 10, true);
    assertEquals((await env.backend.list()).objects, []);
  });
}

Deno.test("TABLE_CASES are all of the table", () => {
  assertEquals(TABLE_CASES.length, 150);
});
