import { assertEquals } from "@std/assert";
import { mistakeLines, parsed } from "./profile_text.ts";

function copies(keys: string): string {
  return `name: p\nsteps:\n  - {name: c, load: pipeline, ${keys}}\n`;
}

Deno.test("pipelineStep() fills in what is not given", () => {
  assertEquals(parsed(copies("objects: 9, sizes: 1MiB")).steps, [{
    kind: "pipeline",
    name: "c",
    objects: 9,
    sizes: { kind: "fixed", bytes: 1024 ** 2 },
    digests: ["sha256"],
    memoryBytes: 64 * 1024 ** 2,
    parallel: 4,
    attempts: 1,
    verify: "always",
  }]);
});

Deno.test("pipelineStep() takes what is given, each digest once", () => {
  const [step] = parsed(copies(
    "objects: 2, sizes: 4KiB, digests: [md5, md5, crc32c], memory: 1MiB, " +
      "parallel: 8, attempts: 3, verify: never",
  )).steps;
  if (step?.kind !== "pipeline") throw new Error("it is no pipeline");
  assertEquals(step.digests, ["md5", "crc32c"]);
  assertEquals([step.parallel, step.attempts, step.verify], [2, 3, "never"]);
});

Deno.test("pipelineStep() refuses nonsense, each with its path", () => {
  const lines = mistakeLines(
    copies("objects: 0, sizes: 1, digests: [sha1], parallel: -1"),
  );
  for (const path of ["objects", "sizes", "digests[0]", "parallel"]) {
    const found = lines.some((line) => line.includes(`steps[0].${path}`));
    assertEquals([path, found], [path, true]);
  }
});
