import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  CLEAN_UNITS,
  readProofOptions,
} from "../../../cmd/prove/proof_options.ts";
import { UsageError } from "../../../cmd/usage_error.ts";
import { FAULT_CLASSES } from "../../../engine/mod.ts";
import { makeArgs } from "../../_support/args.ts";
import { testContext } from "../../_support/cli.ts";

function options(flags: Record<string, string[]> = {}) {
  return readProofOptions(testContext({ cwd: "/tmp" }), makeArgs(flags));
}

Deno.test("readProofOptions() tries everything where nothing is said", () => {
  const all = options();
  assertEquals(all.backends, ["file", "direct", "mem", "s3", "az"]);
  assertEquals(all.faults.size, FAULT_CLASSES.length);
  assertEquals([all.flips, all.cleanUnits], [true, CLEAN_UNITS]);
  assert(/^[0-9a-f]{8}$/.test(all.seed));
  assertEquals(all.folder, undefined);
});

Deno.test("readProofOptions() takes words with commas, and repeated", () => {
  const some = options({
    only: ["zeroed,ones", "torn-head"],
    backend: ["s3,file"],
    seed: ["42"],
    in: ["."],
  });
  assertEquals([...some.faults], ["zeroed", "ones", "torn-head"]);
  assertEquals(some.backends, ["file", "s3"]);
  assertEquals([some.flips, some.cleanUnits], [false, 0]);
  assertEquals([some.seed, some.folder], ["42", "/tmp"]);
});

Deno.test("readProofOptions() counts clean units in thousands and millions", () => {
  const units = (text: string) => options({ "clean-units": [text] }).cleanUnits;
  assertEquals(["0", "512", "20k", "3M"].map(units), [
    0,
    512,
    20_000,
    3_000_000,
  ]);
  assertEquals(options({ only: ["clean"] }).cleanUnits, CLEAN_UNITS);
  assertEquals(options({ only: ["single-bits"] }).flips, true);
});

Deno.test("readProofOptions() wants something to try", () => {
  const flags = { "only": ["clean"], "clean-units": ["0"] };
  assertThrows(() => options(flags), UsageError, "nothing to try");
});

Deno.test("readProofOptions() tells all mistakes at once", () => {
  const error = assertThrows(
    () =>
      options({
        "only": ["zerod"],
        "backend": ["nfs"],
        "clean-units": ["1G"],
        "seed": ["two words"],
        "in": ["/nowhere/at/all"],
      }),
    UsageError,
  );
  assertEquals(error.mistakes.length, 5);
  assert(error.mistakes[0]?.includes('did you mean "zeroed"'), error.message);
});
