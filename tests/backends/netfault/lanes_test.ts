/** Every fault of the network, under lanes of both clients. */
import { assert, assertEquals } from "@std/assert";
import type { LaneCounters } from "../../../ffi/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import type { LaneResult } from "../store/_lane_cases.ts";
import {
  IMPATIENCE,
  isAllThere,
  isClean,
  STORES,
  stormOf,
  withKeys,
  withStoreWay,
} from "./_store_way.ts";

interface FaultCase {
  readonly fault: string;
  /** The class of errors that it is; absent: it only costs time. */
  readonly error?: keyof LaneCounters;
  readonly retry?: keyof LaneCounters;
  readonly settings?: Readonly<Record<string, number>>;
}

const RESET = { error: "errorsReset", retry: "retriesReset" } as const; // names
const LATE = {
  ...{ error: "errorsTimeout", retry: "retriesTimeout" } as const, // id.
  settings: IMPATIENCE,
};
const SLOWED = {
  ...{ error: "errorsThrottled", retry: "retriesThrottled" } as const, // id.
};

// An answer that says "not there" is understood without its body: faults amid
// a body happen where only the bodies of objects and listings reach.
const CASES: readonly FaultCase[] = [
  {
    fault: "refuse:after=2:every=3:arg=30",
    error: "errorsRefused",
    retry: "retriesOther",
  },
  { fault: "throttle:arg=20000000" },
  { fault: "http-429:after=20:every=150:arg=20", ...SLOWED },
  { fault: "http-503:after=20:every=150:arg=20", ...SLOWED },
  { fault: "half-open:after=20:every=60", ...LATE },
  { fault: "delay-request:every=20:arg=20" },
  { fault: "reset-request:every=20", ...RESET },
  { fault: "reset-request:every=20:arg=60", ...RESET },
  { fault: "cut-request:every=7", ...RESET },
  { fault: "delay:every=20:arg=20" },
  { fault: "slow-loris:every=40:arg=1" },
  { fault: "reset:every=20", ...RESET },
  { fault: "reset:every=8:arg=1000", ...RESET },
  {
    fault: "cut:every=7",
    error: "errorsTruncated",
    retry: "retriesReset",
  },
  { fault: "stall:after=20:every=60", ...LATE },
  { fault: "stall:after=2:every=15:arg=1000", ...LATE },
];

const HAS_CURL = (() => {
  using core = loadCore();
  return core.httpProbe() !== null;
})();

/** What an attempt came to is counted once, by its class. */
function isCounted(
  { counters }: LaneResult,
  { error, fault, retry }: FaultCase,
  attemptsMax: number,
): void {
  const { putErrors, getErrors, retries } = counters;
  const shown = `${fault} over ${attemptsMax} attempts: ${
    JSON.stringify(counters)
  }`;
  if (error === undefined) {
    assertEquals([putErrors, getErrors, retries], [0, 0, 0], shown);
  } else if (attemptsMax > 1) {
    assert(counters[error] > 0, `no ${error}: ${shown}`);
    assert(retry !== undefined && counters[retry] > 0, `no ${retry}: ${shown}`);
  } else {
    assert(counters[error] > 0, `no ${error}: ${shown}`);
  }
}

for (const client of ["libcurl", "sdk"]) {
  // Script lanes are slow; what they do does not depend on the kind of store.
  for (const kind of client === "sdk" ? STORES.slice(0, 1) : STORES) {
    for (const one of CASES) {
      Deno.test({
        name: `${client} lanes over ${kind} bear ${one.fault}`,
        ignore: client === "libcurl" && !HAS_CURL,
        fn: () =>
          withStoreWay(
            {
              ...{ kind, faults: [one.fault] },
              settings: { client, ...one.settings },
            },
            (way) =>
              withKeys(way, async (space) => {
                for (const attemptsMax of [3, 1]) {
                  const storm = await stormOf(way, space, attemptsMax);
                  isClean(storm);
                  isCounted(storm, one, attemptsMax);
                }
                assert((way.way.counts()[0]?.fired ?? 0) > 0, one.fault);
                await isAllThere(space);
              }),
          ),
      });
    }
  }
}
