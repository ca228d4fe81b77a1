import { REFUSAL_CASES } from "../../../backends/conformance/refusal_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(REFUSAL_CASES);
