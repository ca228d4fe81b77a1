import { NAME_CASES } from "../../../backends/conformance/name_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(NAME_CASES);
