/** The promises of cmd/settle_exit.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../backends/mod.ts";
import { PipeClosed } from "../../cmd/mod.ts";
import { settleExit } from "../../cmd/settle_exit.ts";
import { testContext } from "../_support/cli.ts";

const full = () =>
  new StorageError("Cannot save the report: no space is left", {
    kind: "NoSpace",
    operation: "put",
  });

Deno.test("settleExit() gives the verdict's code where nothing failed", () => {
  for (const exit of [0, 1, 4, 5, 130] as const) {
    assertEquals(settleExit(testContext(), { exit, failures: [] }), exit);
  }
});

Deno.test("settleExit() lets findings win, and tells what failed all the same", () => {
  const context = testContext();
  const failures = [new PipeClosed(), full()];
  assertEquals(settleExit(context, { exit: 1, failures }), 1);
  assertEquals(
    context.err(),
    "stor-verify: Cannot save the report: no space is left\n",
  );
});

Deno.test("settleExit() lets a failure win over every other verdict", () => {
  for (const exit of [0, 4, 5, 130] as const) {
    const context = testContext();
    const failures = [new PipeClosed(), full()];
    assertThrows(() => settleExit(context, { exit, failures }), PipeClosed);
    assertEquals(context.err().includes("no space is left"), true);
  }
});

Deno.test("settleExit() keeps its code where stderr is gone as well", () => {
  const stderr = {
    isTerminal: false,
    columns: () => 80,
    write: () => {
      throw new PipeClosed();
    },
  };
  assertEquals(settleExit({ stderr }, { exit: 1, failures: [full()] }), 1);
});
