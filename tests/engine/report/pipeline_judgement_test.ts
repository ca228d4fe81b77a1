import { assertEquals } from "@std/assert";
import { judgePipeline } from "../../../engine/report/pipeline_judgement.ts";
import { pipelineEnded } from "../../_support/pipeline_fixture.ts";

const TROUBLE = [{ key: "k", sentence: "It is another one" }];

Deno.test("judgePipeline() takes percentiles of the very copies", () => {
  const judged = judgePipeline(pipelineEnded());
  assertEquals([judged.p50Ns, judged.p99Ns, judged.maxNs], [1e6, 3e6, 3e6]);
  assertEquals([judged.bytesPerSecond, judged.verdict], [1e8, "held"]);
});

Deno.test("judgePipeline() holds only where every copy was made and right", () => {
  const verdict = (changes: Parameters<typeof pipelineEnded>[0]) =>
    judgePipeline(pipelineEnded(changes)).verdict;
  assertEquals(verdict({ findings: TROUBLE, failed: TROUBLE }), "broken");
  assertEquals(verdict({ failed: TROUBLE }), "failed");
  assertEquals(verdict({ memoryPeakBytes: 2 ** 30 }), "failed");
  assertEquals(verdict({ isStopped: true, copied: 1 }), "stopped");
  assertEquals(verdict({ copied: 1 }), "nothing");
  const none = judgePipeline(pipelineEnded({ latenciesNs: [], durationNs: 0 }));
  assertEquals([none.p50Ns, none.bytesPerSecond], [null, 0]);
});
