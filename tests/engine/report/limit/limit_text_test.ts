import { assert, assertEquals } from "@std/assert";
import {
  limitOfTarget,
  renderLimit,
  trialLine,
} from "../../../../engine/report/limit/mod.ts";
import { outcomeWord } from "../../../../engine/report/limit/limit_text.ts";
import { limitReport, trial, tried } from "./limit_fixture.ts";

const TRIALS = [
  tried(1000, 0.4e6),
  tried(2000, 0.5e6),
  tried(4000, 7.2e6),
  tried(2000, 0.6e6),
];

function text(trials = TRIALS): string {
  return renderLimit(limitReport({
    targets: [
      limitOfTarget({
        target: "local",
        url: "file:///srv/x",
        found: { kind: "limit", perSecond: 2000 },
        trials,
      }),
    ],
  }));
}

Deno.test("renderLimit() prints every try, a chart of every rate and the answer", () => {
  assertEquals(
    text(),
    `objective  p99 <= 5ms, asked of step "latency" of profile "quick", until the
           next rate is at most 5 % above

target     local  file:///srv/x

response from the intended start, in us
try  asked/s  reached/s    op   p50     p99  p99.9
1      1,000      1,000  read  50.0   400.0  900.0        met
2      2,000      2,000  read  50.0   500.0  900.0        met
3      4,000      4,000  read  50.0  7200.0  900.0     MISSED
4      2,000      2,000  read  50.0   600.0  900.0  confirmed

p99 by rate, log scale; | is p99 <= 5ms
  1,000/s   400 us ############                                          |
  2,000/s   600 us ##################                                    |
  4,000/s  7.20 ms ######################################################|######

The limit is 2,000/s: at 4,000/s read p99 is 7.2 ms
`,
  );
});

Deno.test("renderLimit() stays within 80 columns, also with large numbers", () => {
  const large = [
    tried(1, 1e3),
    trial({
      ...tried(1_000_000_000, 59.9e9),
      reachedPerSecond: 123_456_789,
      op: "upload",
      p50Ns: 59.9e9,
      p999Ns: 59.9e9,
    }),
  ];
  const lines = text(large).split("\n");
  assert(lines.every((line) => line.length <= 80), lines.join("\n"));
});

Deno.test("renderLimit() shows a search that came to nothing", () => {
  const none = trial({
    p50Ns: null,
    p99Ns: null,
    p999Ns: null,
    measured: null,
    outcome: "undecided",
    because: "nothing was measured for it",
  });
  assert(text([]).includes("The limit is 2,000/s"));
  assert(text([none, { ...none, askedPerSecond: 2 }]).includes("undecided"));
});

Deno.test("outcomeWord() tells a miss from a rate that was not reached", () => {
  const lost = trial({
    outcome: "broken",
    because: "only 700/s were reached, and the backlog grew",
  });
  assertEquals(outcomeWord([lost], 0), "not reached");
  assertEquals(outcomeWord(TRIALS, 2), "MISSED");
  assertEquals(outcomeWord([trial()], 0), "met");
});

Deno.test("trialLine() says how the last try went, and why", () => {
  assertEquals(
    trialLine(TRIALS.slice(0, 3)),
    "try 3: 4,000/s  p99 7.20 ms  MISSED (read p99 is 7.2 ms)",
  );
  assertEquals(trialLine([]), "");
});
