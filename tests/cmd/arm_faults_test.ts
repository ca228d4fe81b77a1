/** The promises of cmd/arm_faults.ts. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { armFaults, firedFaults } from "../../cmd/arm_faults.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { loadCore } from "../../ffi/mod.ts";

function args(faults: readonly string[]) {
  return { text: () => undefined, texts: () => faults };
}

Deno.test("armFaults() arms each point and says which", () => {
  using core = loadCore();
  const texts = ["write.lost:after=3:count=1", "read.eio"];
  assertEquals(armFaults(core.faults, args(texts)), texts);
  const armed = core.faults.list().filter((point) => point.armed);
  assertEquals(armed.map(({ name }) => name).sort(), [
    "read.eio",
    "write.lost",
  ]);
  core.faults.clear();
});

Deno.test("armFaults() tells every point that cannot be armed", () => {
  using core = loadCore();
  const texts = ["write.lots", "read.eio:after=soon"];
  const error = assertThrows(
    () => armFaults(core.faults, args(texts)),
    UsageError,
  );
  assertEquals(error.mistakes.length, 2);
  assertStringIncludes(
    error.mistakes[0] ?? "",
    'there is no point "write.lots" (did you mean "write.lost"?), see ' +
      '"stor-verify faults"',
  );
  assertStringIncludes(error.mistakes[1] ?? "", ":after=N");
  core.faults.clear();
});

Deno.test("firedFaults() says how often each point fired, and which never did", () => {
  const states = [["write.lost", 1], ["read.eio", 0], ["sync.eio", 3]] as const;
  const known = states.map(([name, fired]) => ({
    name,
    fired,
    text: "",
    hits: 9,
    armed: true,
  }));
  const armed = ["write.lost:after=5", "read.eio", "fiu-ctrl in /f"];
  assertEquals(firedFaults(armed, known), [
    "write.lost:after=5 fired once",
    "read.eio never fired",
    "fiu-ctrl in /f",
    "sync.eio fired 3 times",
  ]);
});
