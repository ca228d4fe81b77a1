import { READ_WRITE_CASES } from "../../../backends/conformance/read_write_cases.ts";
import { testCanaries } from "../_canaries.ts";

testCanaries(READ_WRITE_CASES);
