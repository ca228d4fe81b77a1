/** The keys of a step that writes tables, each with its rule. */
import { size } from "./quantity_rule.ts";
import { count, word } from "./scalar_rule.ts";
import type { FieldsRead } from "./shape_rule.ts";
import { loadWord, stepName } from "./step_fields.ts";
import { TABLE_CODECS, type TableStep } from "./table_step.ts";

const WORD_BYTES = 4;
const VECTOR_BYTES_MAX = 1024 * 1024;

/** Every key of a step that writes tables. */
export const TABLE_FIELDS = {
  name: {
    rule: stepName,
    required: true,
    says: "Name of the step, for the report",
  },
  load: {
    rule: loadWord("table"),
    required: true,
    says: "Kind of load: table",
  },
  appends: {
    rule: count({ min: 1, max: 1e6 }),
    required: true,
    says: "Commits to the table of each target, of all writers together",
  },
  rows: {
    rule: count({ min: 1, max: 1e7 }),
    required: true,
    says: "Rows of each append",
  },
  vector: {
    rule: size(VECTOR_BYTES_MAX, "1B to 1MiB"),
    says: "Bytes of one more column, as of a vector; absent: no such column",
  },
  codec: {
    rule: word(TABLE_CODECS),
    says: "Codec of the files; absent: zstd",
  },
  writers: {
    rule: count({ min: 1, max: 256 }),
    says: "Writers at the same time; absent: 4",
  },
  readers: {
    rule: count({ min: 0, max: 256 }),
    says: "Readers beside them, of whatever is there; absent: 2",
  },
  verify: {
    rule: word(["always", "never"]),
    says: "Whether all rows are read again at the end; absent: always",
  },
} as const;

export type TableFieldsRead = FieldsRead<typeof TABLE_FIELDS>;

/** The step, or `null` after a mistake. */
export function tableStep(fields: TableFieldsRead): TableStep | null {
  const { appends, name, rows } = fields;
  if (name === undefined || appends === undefined || rows === undefined) {
    return null;
  }
  const vectorBytes = fields.vector ?? 0;
  return {
    kind: "table",
    name,
    appends,
    rows,
    // Whole words are drawn: the next multiple of four is written.
    vectorBytes: Math.ceil(vectorBytes / WORD_BYTES) * WORD_BYTES,
    codec: fields.codec ?? "zstd",
    writers: Math.min(fields.writers ?? 4, appends),
    readers: fields.readers ?? 2,
    verify: fields.verify ?? "always",
  };
}
