/** The keys of a step that copies objects, each with its rule. */
import { objectSizes } from "./object_rule.ts";
import {
  COPY_DIGESTS,
  type CopyDigest,
  type PipelineStep,
} from "./pipeline_step.ts";
import { size } from "./quantity_rule.ts";
import { refined } from "./rule.ts";
import { count, word } from "./scalar_rule.ts";
import { either, type FieldsRead, list } from "./shape_rule.ts";
import { loadWord, stepName } from "./step_fields.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const digest = word(COPY_DIGESTS);
const DIGESTS_USUAL: readonly CopyDigest[] = ["sha256"];

/** Every key of a step that copies objects. */
export const PIPELINE_FIELDS = {
  name: {
    rule: stepName,
    required: true,
    says: "Name of the step, for the report",
  },
  load: {
    rule: loadWord("pipeline"),
    required: true,
    says: "Kind of load: pipeline",
  },
  objects: {
    rule: count({ min: 1, max: 1e5 }),
    required: true,
    says: "Objects that are made on each target, and copied",
  },
  sizes: {
    rule: objectSizes,
    required: true,
    says: "Size of an object, as in 1MiB or {min: 4KiB, max: 64MiB}",
  },
  digests: {
    rule: either({
      scalar: refined(digest, (one): CopyDigest[] => [one]),
      list: list(digest, { min: 1, max: 4, item: "digest" }),
    }),
    says: "Digests made while bytes flow, of md5, sha256, crc32c and " +
      "crc64nvme; absent: sha256",
  },
  memory: {
    rule: size(64 * GiB, "1B to 64GiB"),
    says: "Most bytes held at any time, of all copies; absent: 64MiB",
  },
  parallel: {
    rule: count({ min: 1, max: 256 }),
    says: "Objects copied at the same time, at most; absent: 4",
  },
  attempts: {
    rule: count({ min: 1, max: 10 }),
    says: "Times that a request is sent at most; absent: 1",
  },
  verify: {
    rule: word(["always", "never"]),
    says: "Whether each copy is read again and compared; absent: always",
  },
} as const;

export type PipelineFieldsRead = FieldsRead<typeof PIPELINE_FIELDS>;

/** The step, or `null` after a mistake. */
export function pipelineStep(fields: PipelineFieldsRead): PipelineStep | null {
  const { name, objects, sizes } = fields;
  if (name === undefined || objects === undefined || sizes === undefined) {
    return null;
  }
  return {
    kind: "pipeline",
    name,
    objects,
    sizes,
    digests: [...new Set(fields.digests ?? DIGESTS_USUAL)],
    memoryBytes: fields.memory ?? 64 * MiB,
    parallel: Math.min(fields.parallel ?? 4, objects),
    attempts: fields.attempts ?? 1,
    verify: fields.verify ?? "always",
  };
}
