import { assert, assertEquals } from "@std/assert";
import { limitTrial } from "../../../../engine/report/limit/limit_trial.ts";
import { reportOf } from "./limit_fixture.ts";

const ASKED = {
  target: "local",
  step: "fill",
  metric: "p99",
  askedPerSecond: 1000,
} as const;

const OVERLOAD = {
  operations: 700,
  offeredPerSecond: 1000,
  achievedPerSecond: 700.4,
  lateStarts: 600,
  lateNsMax: 1e9,
  backlogMax: 300,
  isOverloaded: true,
};

Deno.test("limitTrial() says what was asked, reached and felt", () => {
  const found = limitTrial(reportOf({}, [{}]), ASKED);
  assertEquals(
    [found?.op, found?.outcome, found?.because],
    ["write", "held", ""],
  );
  assertEquals([found?.askedPerSecond, found?.reachedPerSecond], [1000, 1000]);
  assertEquals(found?.measured, 1e6);
  assert(Math.abs((found?.p99Ns ?? 0) - 100_000) < 2000);
});

Deno.test("limitTrial() tells the worst of what was missed", () => {
  const missed = { outcome: "missed", isMet: false } as const;
  const found = limitTrial(
    reportOf({}, [
      { ...missed, measured: 6e6 },
      { ...missed, text: "fill.read.p99.9 <= 5ms", measured: 7.2e6 },
    ]),
    ASKED,
  );
  assertEquals(found?.outcome, "broken");
  assertEquals(found?.because, "read p99.9 is 7.20 ms");
  assertEquals(found?.measured, 7.2e6);
});

Deno.test("limitTrial() takes a rate that is not reached for broken", () => {
  const report = reportOf({ overload: OVERLOAD }, [{}]);
  const found = limitTrial(report, ASKED);
  assertEquals(found?.outcome, "broken");
  assertEquals(found?.because, "only 700/s were reached, and the backlog grew");
  assertEquals(found?.isClientLimit, false);
});

Deno.test("limitTrial() says when this host was what could not do more", () => {
  const report = reportOf({ overload: OVERLOAD }, [{}]);
  const client = { ...report.client, isLimiting: true };
  const limited = reportOf({ client, overload: OVERLOAD }, [{}]);
  assertEquals(limitTrial(limited, ASKED)?.isClientLimit, true);
  const met = reportOf({ client }, [{}]);
  assertEquals(limitTrial(met, ASKED)?.isClientLimit, false);
});

Deno.test("limitTrial() decides nothing on too few samples or half a step", () => {
  const few = reportOf({}, [{
    outcome: "undecided",
    isMet: false,
    sentence: "Measured 1 ms on 3 samples: p99 needs 100",
  }]);
  const found = limitTrial(few, ASKED);
  assertEquals(found?.outcome, "undecided");
  assertEquals(found?.because, "measured 1 ms on 3 samples: p99 needs 100");
  const stopped = limitTrial(reportOf({ outcome: "stopped" }, [{}]), ASKED);
  assertEquals(stopped?.outcome, "undecided");
});

Deno.test("limitTrial() knows nothing of a step that never ran", () => {
  assertEquals(limitTrial(reportOf({}), { ...ASKED, step: "other" }), null);
});
