import { assertEquals } from "@std/assert";
import {
  plainStepLines,
  spreadText,
} from "../../../engine/report/plain_step_text.ts";

Deno.test("plainStepLines() names the step once, and counts what it leaves out", () => {
  const troubles = Array.from({ length: 11 }, (_, index) => ({
    sentence: `Trouble ${index}`,
  }));
  const lines = plainStepLines(
    { step: "load", lines: ["first", "second"], troubles },
    80,
  );
  assertEquals(lines.slice(0, 3), ["load  first", "  second", "  - Trouble 0"]);
  assertEquals(lines.slice(-2), [
    "  - Trouble 9",
    "  and 1 more in the JSON report",
  ]);
});

Deno.test("plainStepLines() counts nothing where all troubles are shown", () => {
  const troubles = [{ sentence: "Trouble" }];
  assertEquals(plainStepLines({ step: "load", lines: ["x"], troubles }, 80), [
    "load  x",
    "  - Trouble",
  ]);
});

Deno.test("plainStepLines() counts what no report has kept as well", () => {
  const told = { step: "load", lines: ["x"], troubles: [{ sentence: "One" }] };
  assertEquals(
    plainStepLines({ ...told, count: 41 }, 80).at(-1),
    "  and 40 more, the first of them in the JSON report",
  );
});

Deno.test("spreadText() tells to a microsecond, and nothing of nothing", () => {
  assertEquals(
    spreadText({ p50Ns: 1_000_400, p99Ns: 2_000_000, maxNs: 3_000_499 }),
    "p50 1 ms, p99 2 ms, max 3 ms",
  );
  assertEquals(spreadText({ p50Ns: null, p99Ns: null, maxNs: null }), null);
});
