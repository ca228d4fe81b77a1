import { assertEquals, assertRejects } from "@std/assert";
import { within } from "../../../backends/http/deadline.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";

const NEVER = { step: "exchange", missing: "no byte came" } as const;

Deno.test("within() passes on what comes in time, and no failure afterwards", async () => {
  let count = 0;
  const giveUp = () => count++;
  for (const limitMs of [0, 60_000]) {
    const came = await within(
      { ...NEVER, limitMs, giveUp },
      Promise.resolve(7),
    );
    assertEquals(came, 7);
  }
  assertEquals(count, 0);
});

Deno.test("within() gives up once, and says what did not come", async () => {
  let count = 0;
  const failure = await assertRejects(
    () =>
      within(
        { ...NEVER, limitMs: 1, giveUp: () => count++ },
        new Promise(() => {}),
      ),
    HttpFailure,
  );
  assertEquals(failure.reason, "timed-out");
  assertEquals(failure.message, "no byte came for 1 ms");
  assertEquals(count, 1);
});
