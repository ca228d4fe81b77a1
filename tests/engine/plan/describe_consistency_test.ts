import { assertEquals } from "@std/assert";
import { consistencyLines } from "../../../engine/plan/describe_consistency.ts";
import { clientsStep } from "../../_support/consistency_fixture.ts";

Deno.test("consistencyLines() says what clients do and by what they are judged", () => {
  assertEquals(consistencyLines(clientsStep()), [
    "4 clients at 1 endpoint fight over 2 keys of each kind below " +
    "sv-0123456789abcdef-clients-0/",
    "every operation that the store claims; values of 256 B to 512 B, parts " +
    "of 512 B; nothing is tried again",
    "400 attempts; linearizable must hold (somebody says so)",
  ]);
});

Deno.test("consistencyLines() tells the weights and the time that were asked", () => {
  const [, second, third] = consistencyLines(clientsStep({
    op: { get: 3, put: 1 },
    valueMaxBytes: 256,
    ops: null,
    durationNs: 30e9,
  }));
  assertEquals(second?.startsWith("put 1, get 3; values of 256 B, "), true);
  assertEquals(third?.startsWith("30 s; "), true);
});
