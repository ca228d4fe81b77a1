/** Promises of `engine/cases/pipeline/pipeline_cases.ts`. */
import { assertEquals } from "@std/assert";
import { PIPELINE_CASES } from "../../../../engine/cases/pipeline/pipeline_cases.ts";

Deno.test("PIPELINE_CASES tries ten cases wherever there are streams", () => {
  assertEquals(PIPELINE_CASES.length, 10);
  assertEquals(new Set(PIPELINE_CASES.map(({ id }) => id)).size, 10);
  for (const { id, schemes } of PIPELINE_CASES) {
    assertEquals(/^pipeline\.(stream|batch)\.[a-z_]+$/.test(id), true);
    assertEquals(schemes, ["file", "direct", "s3", "az"]);
  }
});
