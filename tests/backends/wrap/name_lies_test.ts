import { NAME_LIES } from "../../../backends/wrap/name_lies.ts";
import { testTruthful } from "../_canaries.ts";

testTruthful(NAME_LIES);
