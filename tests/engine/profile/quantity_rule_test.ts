/** Promises of `engine/profile/quantity_rule.ts`, through whole profiles. */
import { refusesKeys } from "./profile_text.ts";

refusesKeys([
  ["blockSize", "0B", "it must be 1B to 16MiB"],
  ["blockSize", "17MiB", "it must be 1B to 16MiB"],
  ["blockSize", "-4KiB", "it must have no sign"],
  ["blockSize", "[4KiB]", "expected a quantity from 1B to 16MiB"],
  ["total", "0B", "it must be 1B to 1024TiB"],
  ["total", "2000TiB", "it must be 1B to 1024TiB"],
  ["duration", "0s", "it must be 1ns to 90d"],
  ["duration", "-1s", "it must have no sign"],
  ["duration", "91d", "it must be 1ns to 90d"],
  ["rate", "0/s", "it must be 0.1/s to 1000000000/s"],
  ["compress", "95%", "it must be 0% to 90%"],
  ["dedupe", "20", "write the sign, as in 20%"],
]);
