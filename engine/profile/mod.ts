/** The door of the profile stage. */
export type {
  BlockPattern,
  BlockStep,
  CasesStep,
  LoaderMetric,
  LoadOp,
  Objective,
  ObjectiveMetric,
  Profile,
  Step,
} from "./profile.ts";
export {
  CONSISTENCY_OPS,
  type ConsistencyOp,
  type ConsistencyStep,
} from "./consistency_step.ts";
export {
  type CacheAsked,
  type CheckpointsAsked,
  LOADER_FORMATS,
  LOADER_OPS,
  type LoaderCodec,
  type LoaderFormat,
  type LoaderOp,
  type LoaderStep,
  SAMPLE_CONTENTS,
  type SampleContent,
  type SamplesAsked,
} from "./loader_step.ts";
export {
  OBJECT_OPS,
  type ObjectOp,
  objectOps,
  type ObjectPattern,
  type ObjectsAsked,
  type ObjectSizes,
  type ObjectStep,
  sizeBounds,
} from "./object_step.ts";
export {
  COPY_DIGESTS,
  type CopyDigest,
  type PipelineStep,
} from "./pipeline_step.ts";
export { TABLE_CODECS, type TableCodec, type TableStep } from "./table_step.ts";
export { opsOf } from "./objective.ts";
export { type ParseOptions, parseProfile } from "./parse.ts";
export type { JsonSchema, JsonValue } from "./rule.ts";
export { profileSchema } from "./schema.ts";
export type { SteadyState } from "./steady_state.ts";
export { formatBytes, formatCount, formatDuration } from "./unit_text.ts";
export {
  parseDurationNs,
  parsePercent,
  parseRate,
  parseSizeBytes,
} from "./units.ts";
export {
  builtinProfile,
  builtinProfileNames,
  builtinProfileUrl,
} from "./builtin.ts";
export {
  changeText,
  type LoadStep,
  loadToVary,
  type StepChange,
  varyStep,
  withObjective,
} from "./vary_step.ts";
export { didYouMean, nearestWord } from "./nearest_word.ts";
export { type Mistake, Mistakes, UsageError } from "./usage_error.ts";
