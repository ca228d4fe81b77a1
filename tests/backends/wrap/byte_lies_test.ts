import { BYTE_LIES } from "../../../backends/wrap/byte_lies.ts";
import { testTruthful } from "../_canaries.ts";

testTruthful(BYTE_LIES);
