/** Promises of `engine/profile/scalar_rule.ts`, through whole profiles. */
import { refusesKeys } from "./profile_text.ts";

refusesKeys([
  ["depth", "4097", "Cannot use 4097: expected a whole number from 1 to 4096"],
  ["depth", "-1", "Cannot use -1"],
  ["depth", "1.5", "Cannot use 1.5"],
  ["depth", ".nan", "Cannot use NaN"],
  ["depth", "1e400", "Cannot use Infinity"],
  ["depth", "sixteen", 'Cannot use "sixteen"'],
  ["depth", "", "Cannot use nothing"],
  ["lanes", "0", "expected a whole number from 1 to 512"],
  ["lanes", "513", "expected a whole number from 1 to 512"],
  ["ops", "0", "expected a whole number from 1"],
  ["ops", "1e16", "expected a whole number from 1"],
  ["errorsMax", "-1", "expected a whole number from 0"],
  ["verify", "allways", 'did you mean "always"?'],
  ["io", "uring", "known are auto, io_uring, psync"],
]);
