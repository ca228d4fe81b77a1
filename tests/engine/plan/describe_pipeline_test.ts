import { assertEquals } from "@std/assert";
import { pipelineLines } from "../../../engine/plan/describe_pipeline.ts";
import { copiesStep } from "../../_support/pipeline_fixture.ts";

Deno.test("pipelineLines() says what is made, where it goes, and what is compared", () => {
  assertEquals(pipelineLines(copiesStep({ next: "other" })), [
    "make 3 objects of 100 B below sv-0123456789abcdef-copies-0/, copy each " +
    "beside it and to other",
    "2 at a time through 1 MiB, with sha256; each copy read again",
  ]);
});
