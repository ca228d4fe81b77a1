import { assertEquals } from "@std/assert";
import { judgePipeline } from "../../../engine/report/pipeline_judgement.ts";
import {
  PIPELINE_RECORDING,
  pipelineEnded,
} from "../../_support/pipeline_fixture.ts";

const TROUBLE = [{ key: "k", sentence: "It is another one" }];

Deno.test("judgePipeline() takes percentiles of the very copies", () => {
  const judged = judgePipeline(pipelineEnded(), PIPELINE_RECORDING);
  assertEquals([judged.p50Ns, judged.p99Ns, judged.maxNs], [1e6, 3e6, 3e6]);
  assertEquals([judged.bytesPerSecond, judged.verdict], [1e8, "held"]);
});

Deno.test("judgePipeline() holds only where every copy was made and right", () => {
  const verdict = (changes: Parameters<typeof pipelineEnded>[0]) =>
    judgePipeline(pipelineEnded(changes), PIPELINE_RECORDING).verdict;
  assertEquals(verdict({ findings: TROUBLE, failed: TROUBLE }), "broken");
  assertEquals(verdict({ failed: TROUBLE }), "failed");
  assertEquals(verdict({ memoryPeakBytes: 2 ** 30 }), "failed");
  assertEquals(verdict({ isStopped: true, copied: 1 }), "stopped");
  assertEquals(verdict({ copied: 1 }), "nothing");
  const none = judgePipeline(
    pipelineEnded({ latenciesNs: [], durationNs: 0 }),
    PIPELINE_RECORDING,
  );
  assertEquals([none.p50Ns, none.bytesPerSecond], [null, 0]);
});

Deno.test("judgePipeline() names the run that makes findings of copies again", () => {
  const judge = (changes: Parameters<typeof pipelineEnded>[0]) =>
    judgePipeline(pipelineEnded(changes), PIPELINE_RECORDING).again;
  assertEquals(
    judge({ findings: TROUBLE, to: ["m", "other one"] }),
    "stor-verify run --profile /p.yaml --target m --target 'other one' " +
      `--seed ${PIPELINE_RECORDING.plan.seed} --config c.yaml`,
  );
  // What the world was in the way of is not shown again by trying.
  assertEquals(judge({ failed: TROUBLE }), undefined);
});
