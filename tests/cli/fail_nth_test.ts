/**
 * Each operation of a run fails once, whichever it is: no run may pass that
 * lost something, call the storage wrong for an error it told, or end as a bug.
 */
import { assert, assertEquals } from "@std/assert";
import { failNth } from "../_support/fail_nth.ts";
import {
  type FaultEnd,
  type FaultLoad,
  type FaultPlace,
  type FaultTarget,
  outcomeOf,
  withFaultPlace,
} from "../_support/fault_place.ts";

interface Row {
  readonly point: string;
  readonly load: FaultLoad;
  readonly targets: readonly FaultTarget[];
  /** What each hit comes to. */
  readonly outcome: "told" | "mended" | "case failed";
  /** Hits of a run without a fault, where all targets have as many. */
  readonly hits?: number;
}

const OFFSETS = ["file", "direct", "mem"] as const;
const RUNS_MAX = 60;

/** An error, or no room. */
const CASES: readonly Row[] = [
  ...["fs.open.fail", "fs.read.fail", "fs.write.fail:arg=28"],
  ...["fs.sync.fail", "fs.rename.fail", "fs.folder-sync.fail"],
].map((point) => ({
  ...{ point, load: "cases", targets: ["file"], outcome: "case failed" },
}));

const ROWS: readonly Row[] = [
  // Four writes twice, four reads, and a sync after each two of the second.
  ...([
    ["submit.eio", 12, OFFSETS],
    ["submit.eagain", 12, ["mem"]],
    ["submit.enospc", 8, ["file"]],
    ["read.eio", 4, OFFSETS],
    ["sync.eio", 3, OFFSETS],
  ] as const).map(([point, hits, targets]): Row => ({
    ...{ point, hits, targets, load: "tiny", outcome: "told" },
  })),
  ...["submit.short", "read.short"].map((point): Row => ({
    ...{ point, load: "tiny", targets: OFFSETS, outcome: "mended" },
  })),
  // Tried once more, where the outcome of the first attempt is not known.
  ...[
    ...["http.connect.refused", "http.send.reset", "http.receive.reset"],
    ...["http.receive.cut", "http.status.after", "http.error-body"],
  ].map((point): Row => ({
    ...{ point, load: "brief", targets: ["s3"], outcome: "mended" },
  })),
  ...["submit.eio", "http.tls.fail"].map((point): Row => ({
    ...{ point, load: "brief", targets: ["s3", "az"], outcome: "told" },
  })),
  ...CASES,
];

function firedIn({ report }: FaultEnd): boolean {
  return report.faultPoints?.some(({ fired }) => fired > 0) ?? false;
}

/** An error that was told: never a finding, now or later. */
function judgeTold(end: FaultEnd, what: string): void {
  const outcome = outcomeOf(end);
  assertEquals(end.exit, 3, `${what}: ${outcome}`);
  assert(end.report.failures.length > 0, what);
  assertEquals(end.report.findings, [], what);
}

/** The case was over: what could not be taken away is named beside it. */
function isLeftBehind({ exit, report }: FaultEnd): boolean {
  return exit === 0 &&
    report.cases.some(({ reason }) => reason.includes("; left behind: "));
}

/** One that cost nothing: it is counted, and nothing else is different. */
function judgeMended(end: FaultEnd, what: string): void {
  const outcome = outcomeOf(end);
  assertEquals(end.exit, 0, `${what}: ${outcome}`);
  const isCounted = outcome.some((word) => /^(short|tried again)/.test(word));
  assert(isCounted, `${what} is nowhere in the report: ${outcome}`);
}

async function judgeRow(
  { load, outcome }: Row,
  end: FaultEnd,
  what: string,
): Promise<void> {
  if (outcome === "mended") return judgeMended(end, what);
  if (outcome === "case failed" && isLeftBehind(end)) return;
  judgeTold(end, what);
  if (load === "cases") return;
  const again = await end.verify();
  // Nothing may have been written yet: then there is nothing to judge.
  assert([0, 2, 4].includes(again), `${what}: verify ends with ${again}`);
}

async function failEach(place: FaultPlace, row: Row): Promise<void> {
  const { hits, load, point, targets } = row;
  for (const target of targets) {
    const what = `${point} over ${load} on ${target}`;
    const count = await failNth({
      point,
      runsMax: RUNS_MAX,
      run: async (plan) => {
        const end = await place.run({ target, load, faults: [plan] });
        return { end, hasFired: firedIn(end) };
      },
      judge: (end, nth) => judgeRow(row, end, `hit ${nth} of ${what}`),
      judgeWhole: ({ exit }) => assertEquals(exit, 0, what),
    });
    assert(count > 0, `${what} is never reached`);
    if (hits !== undefined) assertEquals(count, hits, what);
  }
}

Deno.test("each operation may fail, and the run says so rightly", async (t) => {
  await withFaultPlace(async (place) => {
    for (const row of ROWS) {
      await t.step(`${row.point} over ${row.load}`, () => failEach(place, row));
    }
  });
});
