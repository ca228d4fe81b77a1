/** Every conformance case, in the order in which they run. */
import { BLOCK_CASES } from "./block_cases.ts";
import type { ConformanceCase } from "./case.ts";
import { CONDITION_CASES } from "./condition_cases.ts";
import { KEY_CASES } from "./key_cases.ts";
import { LIST_CASES } from "./list_cases.ts";
import { LOAD_CASES } from "./load_cases.ts";
import { MULTIPART_CASES } from "./multipart_cases.ts";
import { NAME_CASES } from "./name_cases.ts";
import { RANGE_STREAM_CASES } from "./range_stream_cases.ts";
import { READ_WRITE_CASES } from "./read_write_cases.ts";
import { REFUSAL_CASES } from "./refusal_cases.ts";
import { STORE_CASES } from "./store_cases.ts";
import { UPLOAD_CASES } from "./upload_cases.ts";

/** One entry per promise that is tried; a new case is one entry in its file. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...READ_WRITE_CASES,
  ...RANGE_STREAM_CASES,
  ...LIST_CASES,
  ...NAME_CASES,
  ...CONDITION_CASES,
  ...MULTIPART_CASES,
  ...UPLOAD_CASES,
  ...STORE_CASES,
  ...KEY_CASES,
  ...REFUSAL_CASES,
  ...BLOCK_CASES,
  ...LOAD_CASES,
];
