import { UPLOAD_CASES } from "../../../backends/conformance/upload_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(UPLOAD_CASES);
