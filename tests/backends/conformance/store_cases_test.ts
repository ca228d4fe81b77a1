import { STORE_CASES } from "../../../backends/conformance/store_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(STORE_CASES);
