import { assertEquals } from "@std/assert";
import {
  limitExit,
  limitOfTarget,
  type SearchEnd,
} from "../../../../engine/report/limit/mod.ts";
import { tried } from "./limit_fixture.ts";

function judged(end: Partial<SearchEnd>) {
  return limitOfTarget({
    target: "local",
    url: "file:///x",
    found: { kind: "limit", perSecond: 41_000 },
    trials: [
      tried(1000, 1e6),
      tried(64_000, 90e6),
      tried(41_000, 4e6),
      tried(43_000, 7.2e6),
      tried(41_000, 4e6),
    ],
    ...end,
  });
}

Deno.test("limitOfTarget() answers with the rate that held and the next that did not", () => {
  const { outcome, limitPerSecond, brokenPerSecond, answer } = judged({});
  assertEquals(
    [outcome, limitPerSecond, brokenPerSecond],
    ["limit", 41_000, 43_000],
  );
  assertEquals(
    answer,
    "The limit is 41,000/s: at 43,000/s read p99 is 7.2 ms",
  );
});

Deno.test("limitOfTarget() says when it held everywhere, nowhere, or perhaps", () => {
  const of = (found: SearchEnd["found"], trials = [tried(16, 9e6)]) => {
    const { answer, limitPerSecond } = judged({ found, trials });
    return [limitPerSecond, answer.split(":")[0]];
  };
  assertEquals(of({ kind: "beyond", perSecond: 1e6 }, [tried(1e6, 1e6)]), [
    1e6,
    "The limit is beyond 1,000,000/s, the highest rate that was allowed",
  ]);
  assertEquals(of({ kind: "never", perSecond: 16 }), [
    null,
    "There is no limit to find",
  ]);
  assertEquals(of({ kind: "unclear", perSecond: 500 }), [
    null,
    "The limit is perhaps 500/s",
  ]);
  assertEquals(of({ kind: "unclear", perSecond: null }), [
    null,
    "The limit cannot be told",
  ]);
});

Deno.test("limitOfTarget() never calls a search that was cut off a limit", () => {
  const { outcome, limitPerSecond, answer } = judged({ cutBy: "interrupted" });
  assertEquals([outcome, limitPerSecond], ["interrupted", null]);
  assertEquals(
    answer,
    "The search was interrupted: so far 41,000/s held; at 43,000/s read p99 " +
      "is 7.2 ms",
  );
  const nothing = judged({
    cutBy: "failed",
    found: { kind: "unclear", perSecond: null },
    trials: [],
  });
  assertEquals(
    nothing.answer,
    "The search ended, as a run failed: so far nothing is known",
  );
});

Deno.test("limitOfTarget() tells whose limit it is", () => {
  const broken = { ...tried(43_000, 7.2e6), isClientLimit: true };
  const { answer } = judged({ trials: [tried(41_000, 4e6), broken] });
  assertEquals(
    answer,
    "The limit is 41,000/s: at 43,000/s read p99 is 7.2 ms; this host itself " +
      "could not do more, so that the storage may",
  );
});

Deno.test("limitExit() is the gravest of the targets", () => {
  const exit = (...outcomes: Parameters<typeof limitExit>[0][0]["outcome"][]) =>
    limitExit(outcomes.map((outcome) => ({ outcome })));
  assertEquals(exit("limit", "beyond"), 0);
  assertEquals(exit("limit", "unclear"), 4);
  assertEquals(exit(), 4);
  assertEquals(exit("unclear", "never"), 5);
  assertEquals(exit("never", "interrupted"), 130);
  assertEquals(exit("interrupted", "failed"), 3);
  assertEquals(exit("failed", "wrong"), 1);
});

Deno.test("limitOfTarget() does not speak for rates that told nothing", () => {
  const found = { kind: "never", perSecond: 100 } as const;
  const blind = { ...tried(25, 1e6), outcome: "undecided" } as const;
  const { answer } = judged({ found, trials: [tried(100, 9e6), blind] });
  assertEquals(
    answer,
    "There is no limit to find: even at 100/s read p99 is 9 ms; lower rates " +
      "gave too few samples to decide: a longer --duration gives more",
  );
});
