import { CONDITION_CASES } from "../../../backends/conformance/condition_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(CONDITION_CASES);
