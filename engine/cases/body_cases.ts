/** Cases with a body here: a new one is one entry. */
import type { BodyCase } from "./case.ts";
import { CLUSTER_CASES } from "./cluster/cluster_cases.ts";
import { LOADER_CASES } from "./loader/loader_cases.ts";
import { networkErrors } from "./network_errors.ts";
import { PIPELINE_CASES } from "./pipeline/pipeline_cases.ts";
import { realIo } from "./real_io.ts";
import { TABLE_CASES } from "./table/table_cases.ts";
import { uriAcceptance } from "./uri_acceptance.ts";

const SCHEMES = ["file", "direct", "s3", "az"] as const;

const NETWORK_ERRORS: BodyCase = {
  id: "object.network_error_handling",
  schemes: ["s3", "az"],
  needs: [],
  body: networkErrors,
};

export const BODY_CASES: readonly BodyCase[] = [
  ...SCHEMES.flatMap((scheme): BodyCase[] => [
    {
      id: `object.real_io.${scheme}`,
      schemes: [scheme],
      needs: ["write", "read"],
      body: realIo,
    },
    {
      id: `object.uri_acceptance.${scheme}`,
      schemes: [scheme],
      needs: [],
      body: uriAcceptance,
    },
  ]),
  NETWORK_ERRORS,
  ...PIPELINE_CASES,
  ...LOADER_CASES,
  ...CLUSTER_CASES,
  ...TABLE_CASES,
];
