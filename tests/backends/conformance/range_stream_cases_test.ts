import { RANGE_STREAM_CASES } from "../../../backends/conformance/range_stream_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(RANGE_STREAM_CASES);
