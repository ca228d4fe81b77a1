/** Promises of `engine/cases/pipeline/batch_copies.ts`, in memory. */
import { assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import {
  batch,
  largeWithProgress,
} from "../../../../engine/cases/pipeline/batch_copies.ts";
import { caseEnv } from "../../../_support/case_fixture.ts";
import {
  memoryCopies,
  StreamedMemory,
  type StreamLie,
} from "../../../_support/memory_streams.ts";

function envOf(lie?: StreamLie) {
  return caseEnv({
    backend: new StreamedMemory(lie),
    copies: memoryCopies(lie),
  });
}

Deno.test("batch() holds for whole copies and is broken by a digest", async () => {
  assertStringIncludes(await batch(envOf()), "5 objects of 1 to 25 MB");
  await assertRejects(() => batch(envOf("digest")), CaseBroken);
});

Deno.test("largeWithProgress() tells the rate, and is broken by progress that ends early", async () => {
  const said = await largeWithProgress(envOf());
  assertStringIncludes(said, "1.00 s, 100.0 MB/s");
  await assertRejects(
    () => largeWithProgress(envOf("progress")),
    CaseBroken,
    "Progress ends at 99999999 bytes",
  );
});
