import { LIST_CASES } from "../../../backends/conformance/list_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(LIST_CASES);
