import { MULTIPART_CASES } from "../../../backends/conformance/multipart_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(MULTIPART_CASES);
