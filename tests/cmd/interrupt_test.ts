/** The promises of cmd/interrupt.ts. */
import { assertEquals } from "@std/assert";
import { listenForInterrupt } from "../../cmd/interrupt.ts";
import { testContext } from "../_support/cli.ts";

Deno.test("listenForInterrupt() stops in order first, and at once then", () => {
  const context = testContext();
  const interrupt = listenForInterrupt(context);
  const state = () => [interrupt.signal.aborted, interrupt.hardSignal.aborted];
  assertEquals(state(), [false, false]);
  context.send("SIGINT");
  assertEquals(state(), [true, false]);
  context.send("SIGTERM");
  assertEquals(state(), [true, true]);
});

Deno.test("listenForInterrupt() gives the signals back at its end", () => {
  const context = testContext();
  listenForInterrupt(context).end();
  assertEquals(context.send("SIGINT"), 0);
});

Deno.test("listenForInterrupt() stops in order when the reader leaves", () => {
  const interrupt = listenForInterrupt(testContext());
  interrupt.close();
  assertEquals(interrupt.isClosed, true);
  assertEquals(interrupt.signal.aborted, true);
  assertEquals(interrupt.hardSignal.aborted, false);
});
