/** Promises of `engine/profile/load_rule.ts`, through whole profiles. */
import { refusesKeys } from "./profile_text.ts";

refusesKeys([
  ["blockSize", "1000B", "give a multiple of the unit, 4096 bytes"],
  ["blockSize", "512B", "or set unit: 512B"],
  ["blockSize", "{4KiB: 70, 64KiB: 20}", "percentages that add up to 90"],
  ["blockSize", "{4KiB: 70, 4096B: 30}", "Cannot use one size twice"],
  ["blockSize", "{4KiB: 100, 8KiB: 0}", "at least 0.1, in steps of 0.1"],
  ["blockSize", "{}", "expected 1 to 8 entries"],
  ["rate", "{arrival: poisson}", "Missing key"],
  ["rate", "{rate: 5/s, arrival: even}", "known are constant, poisson"],
  [
    "op",
    "{read: 70, write: 40}",
    "Cannot use read 70 and write 40: they " +
    "must add up to 100",
  ],
  ["op", "{read: 33.33, write: 66.67}", "the finest step is 0.1"],
  ["op", "{read: -5, write: 105}", "Cannot use -5"],
  ["op", "{read: 100}", "Missing key"],
  ["op", "reed", 'Unknown word "reed" (did you mean "read"?)'],
  ["pattern", "zip", 'Unknown word "zip" (did you mean "zipf"?)'],
  ["pattern", "{zipf: 1.0}", "a skew that is not 1"],
  ["pattern", "{zipf: 10}", "a skew from 0.001 to 9.999"],
  ["pattern", "{}", "expected zipf or hotBand, one of them"],
  ["pattern", "{hotBand: {space: 10%}}", "Missing key"],
  ["pattern", "{hotBand: {space: 10, access: 90%}}", "as in 10%"],
  ["sync", "every 0", "none, end, dsync or every N"],
  ["sync", "every", "none, end, dsync or every N"],
]);
