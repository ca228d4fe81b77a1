/** A proof as JSON: one document, versioned, with its JSON Schema. */
import { FAULT_CLASSES, PROOF_BACKENDS } from "./fault_class.ts";
import type { Proof } from "./proof.ts";

/** Indented, with a line end. */
export function saveProof(proof: Proof): string {
  return `${JSON.stringify(proof, null, 2)}\n`;
}

/** JSON Schema 2020-12 of what `saveProof()` writes. */
export function proofSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Proof of stor-verify, version 1",
    ...object({
      version: { enum: [1] },
      tool: TEXT,
      seed: TEXT,
      startedAt: TEXT,
      durationNs: COUNT,
      verdict: object({
        outcome: {
          enum: ["proven", "not proven", "failed", "interrupted"],
        },
        exit: { enum: [0, 1, 3, 130] },
        sentence: TEXT,
      }),
      backends: list(BACKEND),
      cells: list(object({
        fault: { enum: FAULT_CLASSES.map(({ id }) => id) },
        backend: BACKEND,
        outcome: { enum: ["named", "wrong", "absent", "failed"] },
        found: list(TEXT),
        how: TEXT,
        reasons: list(TEXT),
        evidence: TEXT,
      })),
      flips: orNull(object({
        flips: COUNT,
        named: COUNT,
        firstWrong: orNull(COUNT),
      })),
      clean: orNull(object({
        asked: COUNT,
        runs: list(object({
          backend: BACKEND,
          load: TEXT,
          comparedUnits: COUNT,
          accused: COUNT,
          reason: TEXT,
          isFailed: { type: "boolean" },
        }, ["reason"])),
      })),
    }),
  };
}

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: "string" };
const COUNT: Schema = { type: "integer", minimum: 0 };
const BACKEND: Schema = { enum: PROOF_BACKENDS };

function list(items: Schema): Schema {
  return { type: "array", items };
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { enum: [null] }] };
}

function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  return {
    type: "object",
    properties,
    required: Object.keys(properties).filter((one) => !optional.includes(one)),
    additionalProperties: false,
  };
}
