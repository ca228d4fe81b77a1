/** Promises of `engine/cases/pipeline/stream_copies.ts`, in memory. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import type { CaseEnv } from "../../../../engine/cases/case.ts";
import {
  concurrent,
  cycle,
  handlerUpload,
  hashVerification,
  inParts,
  memoryPressure,
  multipart,
  smallFiles,
} from "../../../../engine/cases/pipeline/stream_copies.ts";
import { caseEnv } from "../../../_support/case_fixture.ts";
import {
  memoryCopies,
  StreamedMemory,
  type StreamLie,
} from "../../../_support/memory_streams.ts";

function envOf(lie?: StreamLie): CaseEnv {
  const backend = new StreamedMemory(lie);
  return caseEnv({ backend, copies: memoryCopies(lie) });
}

const BODIES = [
  ["smallFiles", smallFiles, "8 objects"],
  ["multipart", multipart, "20 MB were copied"],
  ["memoryPressure", memoryPressure, "a limit of 30 MB"],
  ["concurrent", concurrent, "4 objects were copied at once"],
  ["hashVerification", hashVerification, "CRC64NVME"],
  ["cycle", cycle, "up, out and back"],
  ["handlerUpload", handlerUpload, "put as a stream"],
] as const;

for (const [name, body, text] of BODIES) {
  Deno.test(`${name}() holds where copies are whole, and leaves nothing`, async () => {
    const env = envOf();
    assertStringIncludes(await body(env), text);
    assertEquals((await env.backend.list()).objects, []);
  });

  Deno.test(`${name}() is broken by a bit and by a digest`, async () => {
    for (const lie of ["bit", "digest"] as const) {
      await assertRejects(() => body(envOf(lie)), CaseBroken);
    }
  });
}

for (
  const [name, body] of [["memoryPressure", memoryPressure], [
    "concurrent",
    concurrent,
  ]] as const
) {
  Deno.test(`${name}() is broken by memory above its limit`, async () => {
    await assertRejects(() => body(envOf("memory")), CaseBroken, "held");
  });
}

Deno.test("inParts() refuses a copy that was made at once, or in plain sight", () => {
  const copy = { parts: 2, isStaged: true, writtenBytes: [] };
  const digests = {};
  for (const change of [{ parts: 1 }, { isStaged: false }]) {
    let said = "";
    try {
      inParts({ ...copy, ...change, outcome: outcomeOf(digests) });
    } catch (error) {
      said = error instanceof CaseBroken ? error.message : "";
    }
    assertStringIncludes(said, "should be in several, aside");
  }
});

function outcomeOf(digests: Record<string, string>) {
  return {
    state: "copied",
    facts: { key: "k", sizeBytes: 1, etag: "e", modifiedMs: 0 },
    digests,
    counters: memoryCopies().stream({
      sizeBytes: 1,
      memoryBytes: 1,
      chunkBytes: 1,
      digests: [],
      seed: 0n,
      holds: false,
      tellsParts: false,
    }).counters(),
    memoryBytes: 1,
    agreed: {},
  } as const;
}
