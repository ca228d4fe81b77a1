import { KEY_CASES } from "../../../backends/conformance/key_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(KEY_CASES);
