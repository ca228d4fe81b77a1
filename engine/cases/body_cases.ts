/** Cases with a body here: a new one is one entry. */
import type { BodyCase } from "./case.ts";
import { realIo } from "./real_io.ts";
import { uriAcceptance } from "./uri_acceptance.ts";

const REAL_IO = { needs: ["write", "read"], body: realIo } as const;
const URI_ACCEPTANCE = { needs: [], body: uriAcceptance } as const;

export const BODY_CASES: readonly BodyCase[] = [
  { id: "object.real_io.file", scheme: "file", ...REAL_IO },
  { id: "object.real_io.direct", scheme: "direct", ...REAL_IO },
  { id: "object.uri_acceptance.file", scheme: "file", ...URI_ACCEPTANCE },
  { id: "object.uri_acceptance.direct", scheme: "direct", ...URI_ACCEPTANCE },
];
