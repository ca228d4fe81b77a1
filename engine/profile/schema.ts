/** The JSON Schema of a profile, from the table that the parser reads by. */
import { PROFILE_FIELDS } from "./profile_fields.ts";
import type { JsonSchema } from "./rule.ts";
import { mapping } from "./shape_rule.ts";

/**
 * JSON Schema (draft 2020-12), for editors. It accepts a little more than the
 * parser, which also knows ranges of quantities and how keys agree.
 */
export function profileSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "stor-verify profile",
    ...mapping(PROFILE_FIELDS).schema,
  };
}
