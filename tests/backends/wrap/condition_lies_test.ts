import { CONDITION_LIES } from "../../../backends/wrap/condition_lies.ts";
import { testTruthful } from "../_canaries.ts";

testTruthful(CONDITION_LIES);
