import { assertEquals, assertRejects } from "@std/assert";
import { StepList } from "../../../backends/check/step_list.ts";
import { StorageError } from "../../../backends/mod.ts";

const pass = () => Promise.resolve("fine");
const fail = () =>
  Promise.reject(
    new StorageError("Cannot", { kind: "Busy", operation: "put" }),
  );

Deno.test("StepList tries nothing after the first failure, but what must be", async () => {
  const steps = new StepList();
  assertEquals(await steps.attempt("place", pass), true);
  assertEquals(await steps.attempt("write", fail), false);
  assertEquals(await steps.attempt("read", pass), false);
  assertEquals(await steps.attempt("delete", pass, { despite: true }), true);
  assertEquals(steps.done.map(({ state }) => state), [
    "passed",
    "failed",
    "skipped",
    "passed",
  ]);
});

Deno.test("StepList takes a mistake of this program for no verdict", async () => {
  const steps = new StepList();
  await assertRejects(
    () => steps.attempt("place", () => Promise.reject(new RangeError("x"))),
    RangeError,
  );
});
