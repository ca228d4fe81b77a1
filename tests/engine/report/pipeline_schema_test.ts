import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { judgePipeline } from "../../../engine/report/pipeline_judgement.ts";
import { PIPELINE } from "../../../engine/report/pipeline_schema.ts";
import {
  PIPELINE_RECORDING,
  pipelineEnded,
} from "../../_support/pipeline_fixture.ts";

Deno.test("PIPELINE knows what a report says of copies, name by name", () => {
  const judged = judgePipeline(pipelineEnded(), PIPELINE_RECORDING);
  assertEquals(firstMismatch(judged, PIPELINE), null);
  const row = { startNs: 0, endNs: 1, count: 1, bytes: 1, retries: 0 };
  const course = [{ ...row, p50Ns: 1, p99Ns: 1, maxNs: null, heldBytesMax: 2 }];
  const long = judgePipeline(pipelineEnded({ course }), PIPELINE_RECORDING);
  assertEquals(firstMismatch(long, PIPELINE), null);
  const findings = [{ key: "k", sentence: "It is another one" }];
  const broken = judgePipeline(pipelineEnded({ findings }), PIPELINE_RECORDING);
  assertEquals(firstMismatch(broken, PIPELINE), null);
  assertEquals(
    firstMismatch({ ...judged, extra: 1 }, PIPELINE),
    'the document has an unknown "extra"',
  );
});
