/**
 * The keys of a step, each with its rule: the one table that the parser and
 * the JSON Schema share. Ranges are those of the core's lanes.
 */
import { blockSize, op, pattern, rate, sync } from "./load_rule.ts";
import { duration, percent, size } from "./quantity_rule.ts";
import { refined, type Rule } from "./rule.ts";
import { count, text, word } from "./scalar_rule.ts";
import { either, type FieldsRead, list } from "./shape_rule.ts";
import { steadyStateRule } from "./steady_state.ts";

const TiB = 1024 ** 4;

/** A dot would be taken for the end of the name in an objective. */
export const stepName = text({
  pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",
  expected: "letters, digits, - and _, at most 64, as in read-back",
});

/** Every kind of load that a step can name. */
export const LOADS = [
  "block",
  "object",
  "consistency",
  "pipeline",
  "loader",
  "table",
] as const;
const anyLoad = word(LOADS);

/** The word that says which kind of load a step is. */
export function loadWord(kind: (typeof LOADS)[number]): Rule<string> {
  return { schema: { enum: [kind] }, read: anyLoad.read };
}

/** Every key of a step that loads blocks. */
export const BLOCK_FIELDS = {
  name: {
    rule: stepName,
    required: true,
    says: "Name of the step, for the report and the objectives",
  },
  load: {
    rule: loadWord("block"),
    required: true,
    says: "Kind of load: block",
  },
  op: {
    rule: op,
    required: true,
    says: "read, write or a mix, as in {read: 70, write: 30}",
  },
  pattern: {
    rule: pattern,
    says: "Order of the offsets; absent: sequential",
  },
  blockSize: {
    rule: blockSize,
    says: "Size of each operation, or a mix as in {4KiB: 70, 64KiB: 30}; " +
      "absent: 1MiB if sequential, else 4KiB",
  },
  total: {
    rule: size(1024 * TiB, "1B to 1024TiB"),
    says: "Bytes to move over all lanes; absent with ops and duration: " +
      "as many as the space has",
  },
  ops: {
    rule: count({ min: 1, max: 1e15 }),
    says: "Operations over all lanes",
  },
  duration: {
    rule: duration(1, "1ns to 90d"),
    says: "Time that is measured, after the warm-up",
  },
  warmup: {
    rule: duration(0, "0s to 90d"),
    says: "Time before measuring starts; counted apart",
  },
  steadyState: {
    rule: steadyStateRule,
    says: "Ends the step early once its rate (open loop: its response) is " +
      "steady; absent: nothing does",
  },
  lanes: {
    rule: count({ min: 1, max: 512 }),
    says: "Streams side by side, each over its own part; absent: 1",
  },
  depth: {
    rule: count({ min: 1, max: 4096 }),
    says: "Operations outstanding in each lane; absent: 16",
  },
  rate: {
    rule: rate,
    says: "Open loop: operations start by the clock, and latency counts " +
      "from the intended start; absent: closed loop",
  },
  verify: {
    rule: word(["always", "never"]),
    says: "Whether what is read is compared; absent: always",
  },
  sync: {
    rule: sync,
    says: "When writes are made durable: none, end, dsync or every N; " +
      "absent: none",
  },
  io: {
    rule: word(["auto", "io_uring", "psync"]),
    says: "System calls to use; absent: auto, the best that works",
  },
  compress: {
    rule: percent(0, 90),
    says: "Share of the written bytes that compresses away; absent: 0%",
  },
  dedupe: {
    rule: percent(0, 100),
    says: "Share of the written units that are copies; weaker detection; " +
      "absent: 0%",
  },
  errorsMax: {
    rule: count({ min: 0, max: 0xFFFF_FFFF }),
    says: "The step fails after more I/O errors than that; absent: 0",
  },
} as const;

const casePattern = text({
  pattern: "^[A-Za-z0-9_*-]+(\\.[A-Za-z0-9_*-]+)*$",
  expected: "a case id, * for any part, as in object.*",
});

/** Every key of a step that runs cases. */
export const CASES_FIELDS = {
  name: { rule: stepName, says: "Name of the step; absent: cases" },
  cases: {
    rule: either({
      scalar: refined(casePattern, (one) => [one]),
      list: list(casePattern, { min: 1, max: 1000, item: "case" }),
    }),
    required: true,
    says: "Ids of the cases to run, with * as wildcard",
  },
} as const;

export type BlockFieldsRead = FieldsRead<typeof BLOCK_FIELDS>;
export type CasesFieldsRead = FieldsRead<typeof CASES_FIELDS>;
