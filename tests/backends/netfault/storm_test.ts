/** All faults of the network at once, over both stores, by both clients. */
import { assert, assertEquals } from "@std/assert";
import { loadCore } from "../../../ffi/mod.ts";
import {
  IMPATIENCE,
  isAllThere,
  isClean,
  STORES,
  stormOf,
  withKeys,
  withStoreWay,
} from "./_store_way.ts";

const ALL_KINDS = [
  "refuse:after=6:every=11:arg=30",
  "throttle:every=4:arg=4000000",
  "http-429:after=20:every=150:arg=20",
  "http-503:after=60:every=170:arg=20",
  "half-open:after=30:every=130",
  "delay-request:every=41:arg=15",
  "reset-request:every=37",
  "reset-request:every=43:arg=60",
  "cut-request:every=23",
  "delay:every=31:arg=15",
  "slow-loris:every=61:arg=1",
  "reset:every=29",
  "reset:every=53:arg=40",
  "cut:every=19",
  "stall:after=50:every=140",
  "stall:after=70:every=150:arg=10",
];

const HAS_CURL = (() => {
  using core = loadCore();
  return core.httpProbe() !== null;
})();

for (const kind of STORES) {
  for (const client of ["libcurl", "sdk"]) {
    Deno.test({
      name: `a storm of all faults over ${kind} accuses nobody (${client})`,
      ignore: client === "libcurl" && !HAS_CURL,
      fn: () =>
        withStoreWay(
          { kind, faults: ALL_KINDS, settings: { client, ...IMPATIENCE } },
          (way) =>
            withKeys(way, async (space) => {
              const storm = await stormOf(way, space, 4);
              isClean(storm);
              const { counters } = storm;
              const counts = way.way.counts();
              const fired = counts.reduce((sum, one) => sum + one.fired, 0);
              assert(fired > 30, `${fired} faults`);
              const failed = counters.errorsReset + counters.errorsRefused +
                counters.errorsTimeout + counters.errorsTruncated +
                counters.errorsThrottled;
              // Nothing else went wrong, and each failed attempt has a cause.
              const done = counters.getErrors + counters.putErrors +
                counters.rangeErrors + counters.headErrors +
                counters.listErrors + counters.deleteErrors;
              assertEquals(failed, counters.retries + done);
              await isAllThere(space);
            }),
        ),
    });
  }
}
