/** The keys of a profile, each with its rule; `step_fields.ts` has the steps. */
import {
  CONSISTENCY_FIELDS,
  type ConsistencyFieldsRead,
} from "./consistency_fields.ts";
import {
  CHECKPOINTS_FIELDS,
  LOADER_FIELDS,
  type LoaderFieldsRead,
  SAMPLES_FIELDS,
} from "./loader_fields.ts";
import { nearestWord } from "./nearest_word.ts";
import {
  OBJECT_FIELDS,
  type ObjectFieldsRead,
  OBJECTS_FIELDS,
} from "./object_fields.ts";
import { OBJECTIVE_PATTERN } from "./objective.ts";
import { PIPELINE_FIELDS, type PipelineFieldsRead } from "./pipeline_fields.ts";
import { size } from "./quantity_rule.ts";
import { TABLE_FIELDS, type TableFieldsRead } from "./table_fields.ts";
import { inside, refined, type Rule, shown } from "./rule.ts";
import { count, text, wrong } from "./scalar_rule.ts";
import {
  either,
  type FieldsRead,
  isMapping,
  list,
  mapping,
} from "./shape_rule.ts";
import {
  BLOCK_FIELDS,
  type BlockFieldsRead,
  CASES_FIELDS,
  type CasesFieldsRead,
  LOADS,
} from "./step_fields.ts";

const TiB = 1024 ** 4;

/**
 * A step as read: parts that are absent or wrong are missing. A broken one
 * keeps its place, so that the paths of later mistakes stay right.
 */
export type StepRead =
  | { readonly kind: "broken" }
  | { readonly kind: "block"; readonly fields: BlockFieldsRead }
  | { readonly kind: "object"; readonly fields: ObjectFieldsRead }
  | { readonly kind: "consistency"; readonly fields: ConsistencyFieldsRead }
  | { readonly kind: "pipeline"; readonly fields: PipelineFieldsRead }
  | { readonly kind: "table"; readonly fields: TableFieldsRead }
  | { readonly kind: "loader"; readonly fields: LoaderFieldsRead }
  | { readonly kind: "cases"; readonly fields: CasesFieldsRead };

const block = mapping(BLOCK_FIELDS);
const object = mapping(OBJECT_FIELDS);
const consistency = mapping(CONSISTENCY_FIELDS);
const pipeline = mapping(PIPELINE_FIELDS);
const table = mapping(TABLE_FIELDS);
const loader = mapping(LOADER_FIELDS);
const cases = mapping(CASES_FIELDS);

const step: Rule<StepRead> = {
  schema: {
    anyOf: [
      block.schema,
      object.schema,
      consistency.schema,
      pipeline.schema,
      table.schema,
      loader.schema,
      cases.schema,
    ],
  },
  read(value, place) {
    if (!isMapping(value)) {
      wrong(value, place, "a mapping with load or cases");
      return { kind: "broken" };
    }
    const hasCases = Object.hasOwn(value, "cases");
    if (hasCases && Object.hasOwn(value, "load")) {
      const sentence = "Cannot use load and cases in one step: " +
        "make two steps of it";
      place.mistakes.note(place.path, sentence);
      return { kind: "broken" };
    }
    if (hasCases) {
      const fields = cases.read(value, place);
      return { kind: "cases", fields: fields ?? {} };
    }
    switch (meantLoad(value["load"])) {
      case "object":
        return { kind: "object", fields: object.read(value, place) ?? {} };
      case "consistency": {
        const fields = consistency.read(value, place);
        return { kind: "consistency", fields: fields ?? {} };
      }
      case "pipeline":
        return { kind: "pipeline", fields: pipeline.read(value, place) ?? {} };
      case "table":
        return { kind: "table", fields: table.read(value, place) ?? {} };
      case "loader":
        return { kind: "loader", fields: loader.read(value, place) ?? {} };
      default:
        return { kind: "block", fields: block.read(value, place) ?? {} };
    }
  },
};

/** Also by a slip of the pen, so that its other keys are read as meant. */
function meantLoad(load: unknown): string | null {
  return typeof load === "string" ? nearestWord(load, LOADS) : null;
}

const plainText = text({ pattern: "^[^\\u0000]{0,4096}$", expected: "a text" });
const target = text({
  // Prefixes of stores may have spaces, but no name begins or ends with one.
  pattern: "^\\S(?:[^\\p{Cc}]{0,1022}\\S)?$",
  expected: "the name of a target or a URL, as in file:///mnt/disk",
});

const seedText = text({
  pattern: "^[\\x20-\\x7e]{1,64}$",
  expected: "1 to 64 letters or digits",
});
const seed: Rule<string> = {
  schema: { anyOf: [seedText.schema, { type: "integer" }] },
  read(value, place) {
    if (typeof value !== "number") return seedText.read(value, place);
    if (Number.isSafeInteger(value)) return String(value);
    const sentence = `Cannot use ${shown(value)} as a seed: ` +
      "put quotes around it";
    place.mistakes.note(place.path, sentence);
    return undefined;
  },
};

const unit: Rule<512 | 4096> = refined(
  size(4096, "512B or 4KiB"),
  (bytes, place) => {
    if (bytes === 512 || bytes === 4096) return bytes;
    return wrong(`${bytes}B`, place, "512B or 4KiB");
  },
);

const targetList = list(target, { min: 1, max: 64, item: "target" });
const targets: Rule<string[]> = either({
  scalar: refined(target, (one) => [one]),
  list: {
    schema: targetList.schema,
    read(value, place) {
      const names = targetList.read(value, place) ?? [];
      names.forEach((name, index) => {
        if (names.indexOf(name) === index) return;
        const { path } = inside(place, index);
        place.mistakes.note(path, `Target "${name}" is given twice`);
      });
      return names;
    },
  },
});

/** Texts as written, `null` for others; `objective.ts` reads them later. */
const objective: Rule<string | null> = {
  schema: { type: "string", pattern: OBJECTIVE_PATTERN },
  read(value, place) {
    if (typeof value === "string") return value;
    wrong(value, place, "an objective, as in fill.write.p99 <= 50ms");
    return null;
  },
};

/** Every key of a profile; the schema shows them in this order. */
export const PROFILE_FIELDS = {
  name: {
    rule: text({
      pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
      expected: "letters, digits, ., - and _, at most 64",
    }),
    required: true,
    says: "Name of the profile, for the report",
  },
  description: { rule: plainText, says: "What it is for, in a sentence" },
  targets: {
    rule: targets,
    says: "Names from stor-verify.yaml or URLs; absent: given when it is run",
  },
  seed: {
    rule: seed,
    says: "Repeats every random choice; absent: drawn for each run",
  },
  size: {
    rule: size(1024 * TiB, "1B to 1024TiB"),
    says: "Space that the steps cover; absent: the largest total, or 1GiB",
  },
  files: {
    rule: count({ min: 1, max: 4096 }),
    says: "Files the space is divided into; absent: 1",
  },
  unit: {
    rule: unit,
    says: "Bytes that carry one stamp, 512B or 4KiB; absent: 4KiB",
  },
  objects: {
    rule: mapping(OBJECTS_FIELDS),
    says: "Objects that steps with load: object share; needed by those",
  },
  samples: {
    rule: mapping(SAMPLES_FIELDS),
    says: "Samples that steps with load: loader write and read",
  },
  checkpoints: {
    rule: mapping(CHECKPOINTS_FIELDS),
    says: "Checkpoints that steps with load: loader save and restore",
  },
  steps: {
    rule: list(step, { min: 1, max: 256, item: "step" }),
    required: true,
    says: "What is done, in this order",
  },
  objectives: {
    rule: list(objective, { min: 0, max: 256, item: "objective" }),
    says: "Bounds that must hold, as in fill.write.throughput >= 100MB/s",
  },
} as const;

export type ProfileFieldsRead = FieldsRead<typeof PROFILE_FIELDS>;
