import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { judgePipeline } from "../../../engine/report/pipeline_judgement.ts";
import { PIPELINE } from "../../../engine/report/pipeline_schema.ts";
import { pipelineEnded } from "../../_support/pipeline_fixture.ts";

Deno.test("PIPELINE knows what a report says of copies, name by name", () => {
  const judged = judgePipeline(pipelineEnded());
  assertEquals(firstMismatch(judged, PIPELINE), null);
  assertEquals(
    firstMismatch({ ...judged, extra: 1 }, PIPELINE),
    'the document has an unknown "extra"',
  );
});
