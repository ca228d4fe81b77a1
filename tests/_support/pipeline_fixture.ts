/** A planned step of copies, its sites in memory, and what came of one. */
import { judgePipeline } from "../../engine/report/pipeline_judgement.ts";
import type { PipelineEnded } from "../../engine/workers/mod.ts";
import type { PlannedPipelineStep } from "../../engine/plan/mod.ts";
import type {
  CopySite,
  RunCopiesOptions,
} from "../../engine/workloads/pipeline/mod.ts";
import { sha256 } from "./case_fixture.ts";
import { recording } from "./report_fixture.ts";
import {
  memoryCopies,
  StreamedMemory,
  type StreamLie,
} from "./memory_streams.ts";

/** Three objects of 100 bytes, two at a time. */
export function copiesStep(
  changes: Partial<PlannedPipelineStep> = {},
): PlannedPipelineStep {
  return {
    kind: "pipeline",
    name: "copy",
    objects: 3,
    sizes: { kind: "fixed", bytes: 100 },
    digests: ["sha256"],
    memoryBytes: 1 << 20,
    parallel: 2,
    attempts: 1,
    keyPrefix: "sv-0123456789abcdef-copies-0/",
    seed: "00000000000000aa",
    readsBack: true,
    next: null,
    ...changes,
  };
}

/** A place in memory. */
export function memorySite(
  target: string,
  backend = new StreamedMemory(),
): CopySite {
  return {
    target,
    face: backend.streams,
    delete: (key) => backend.delete(key),
  };
}

/** Copies within a memory; `lie` is told by its streams. */
export function copiesRun(
  changes: Partial<RunCopiesOptions> = {},
  lie?: StreamLie,
) {
  const backend = new StreamedMemory(lie);
  const source = memorySite("m", backend);
  let ns = 0;
  const options: RunCopiesOptions = {
    step: copiesStep(),
    source,
    destinations: [source],
    ports: memoryCopies(lie),
    nowNs: () => ns += 1000,
    make: async (key, { index, sizeBytes }) => {
      const bytes = new Uint8Array(sizeBytes).fill(index + 1);
      await backend.put(key, bytes);
      return { sha256: sha256(bytes) };
    },
    signal: new AbortController().signal,
    tell() {},
    ...changes,
  };
  return { backend, options };
}

/** What a run tells of how it was started, as far as copies need it. */
export const PIPELINE_RECORDING = recording({
  rerun: ["--profile", "/p.yaml"],
  repeat: ["--config", "c.yaml"],
});

/** Two copies that went well. */
export function pipelineEnded(
  changes: Partial<PipelineEnded["report"]> = {},
): PipelineEnded {
  return {
    type: "pipeline-ended",
    target: "m",
    step: "copy",
    startNs: 0,
    atNs: 2e9,
    report: {
      to: ["m"],
      copies: 2,
      copied: 2,
      copiedBytes: 200_000_000,
      durationNs: 2e9,
      latenciesNs: [3e6, 1e6],
      digests: ["sha256"],
      memoryLimitBytes: 1 << 20,
      memoryPeakBytes: 4096,
      retries: 1,
      readBack: 2,
      isStopped: false,
      findings: [],
      failed: [],
      ...changes,
    },
  };
}

/** What a report says of those copies on `target`. */
export function copiesJudged(
  target: string,
  changes: Partial<PipelineEnded["report"]>,
) {
  const sample = { ...pipelineEnded(changes), target };
  return judgePipeline(sample, PIPELINE_RECORDING);
}
