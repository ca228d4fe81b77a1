import { assertEquals, assertStringIncludes } from "@std/assert";
import { judgePipeline } from "../../../engine/report/pipeline_judgement.ts";
import { pipelineLines } from "../../../engine/report/pipeline_text.ts";
import {
  PIPELINE_RECORDING,
  pipelineEnded,
} from "../../_support/pipeline_fixture.ts";

Deno.test("pipelineLines() tells rate, latency, memory, digests and troubles", () => {
  const findings = Array.from({ length: 12 }, (_, index) => ({
    key: `${index}`,
    sentence: `Copy ${index} is another one`,
  }));
  const judged = judgePipeline(pipelineEnded({ findings }), PIPELINE_RECORDING);
  const lines = pipelineLines(judged, 80);
  assertEquals(lines.slice(0, 5), [
    "copy  2 of 2 copies to m, 190.73 MiB, 100.0 MB/s",
    "  each took p50 1 ms, p99 3 ms, max 3 ms",
    "  memory 4 KiB of 1 MiB at most; digests sha256; 2 read again; 1 retries",
    "  - Copy 0 is another one",
    "  - Copy 1 is another one",
  ]);
  assertEquals(lines.slice(-2), [
    "  and 2 more in the JSON report",
    `  again: ${judged.again}`,
  ]);
});

Deno.test("pipelineLines() says that several digests cost one pass", () => {
  const several = pipelineEnded({ digests: ["md5", "crc32c"] });
  const judged = judgePipeline(several, PIPELINE_RECORDING);
  assertStringIncludes(
    pipelineLines(judged, 80).join("\n"),
    "digests md5, crc32c in one pass;",
  );
});
