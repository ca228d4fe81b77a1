import { STORE_LIES } from "../../../backends/wrap/store_lies.ts";
import { testTruthful } from "../_canaries.ts";

testTruthful(STORE_LIES);
