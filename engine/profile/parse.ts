/**
 * From the text of a profile to a `Profile`. Every mistake is found before
 * the first one is reported.
 */
import { objectsAsked } from "./build_object_step.ts";
import { buildStep } from "./build_step.ts";
import { loaderShared } from "./loader_shared.ts";
import { type NamedSteps, parseObjective } from "./objective.ts";
import { PROFILE_FIELDS, type ProfileFieldsRead } from "./profile_fields.ts";
import type { ObjectsAsked } from "./object_step.ts";
import type { Objective, Profile, Step } from "./profile.ts";
import { inside, type Place } from "./rule.ts";
import { mapping } from "./shape_rule.ts";
import { Mistakes } from "./usage_error.ts";
import { readYaml } from "./yaml_document.ts";

export interface ParseOptions {
  /** Name of the profile's source as errors show it: a path or a name. */
  readonly source: string;
}

/** Throws a `UsageError` with all mistakes, each with its path. */
export function parseProfile(text: string, options: ParseOptions): Profile {
  const action = `Cannot use profile "${options.source}"`;
  const mistakes = new Mistakes();
  const place: Place = { path: "", mistakes };
  const document = readYaml(text, action);
  const fields = mapping(PROFILE_FIELDS).read(document, place) ?? {};
  const steps = buildSteps(fields, place);
  const objects = buildObjects(fields, place);
  const shared = loaderShared(fields, place);
  checkAgreement(steps, fields, place);
  const objectives = readObjectives(fields, steps, place);
  mistakes.throwIfAny(action);
  const { seed, size } = fields;
  return {
    name: fields.name ?? "",
    description: fields.description ?? "",
    targets: fields.targets ?? [],
    ...(seed === undefined ? {} : { seed }),
    ...(size === undefined ? {} : { sizeBytes: size }),
    files: fields.files ?? 1,
    unitBytes: fields.unit ?? 4096,
    ...(objects === null ? {} : { objects }),
    ...shared,
    steps: steps.flatMap(({ step }) => step ?? []),
    objectives,
  };
}

/** A step beside its place; the name is known even if the step is wrong. */
interface BuiltStep {
  readonly place: Place;
  readonly name: string | undefined;
  readonly step: Step | null;
}

function buildSteps(fields: ProfileFieldsRead, top: Place): BuiltStep[] {
  // A unit that was given and is wrong must not cause further mistakes.
  const isUnitWrong = fields.unit === undefined &&
    top.mistakes.list.some(({ path }) => path === "unit");
  const unitBytes = isUnitWrong ? undefined : fields.unit ?? 4096;
  let casesNumber = 0;
  const built = (fields.steps ?? []).map((read, index) => {
    const place = inside(inside(top, "steps"), index);
    if (read.kind === "cases") casesNumber++;
    const step = buildStep(read, place, { unitBytes, casesNumber });
    const given = read.kind === "broken" ? undefined : read.fields.name;
    return { place, name: step?.name ?? given, step };
  });
  const first = new Map<string, string>();
  for (const { place, name } of built) {
    if (name === undefined) continue;
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, place.path);
    } else {
      const sentence = `Name "${name}" is taken by ${earlier}: ` +
        "give each step its own";
      top.mistakes.note(inside(place, "name").path, sentence);
    }
  }
  return built;
}

/** The objects that steps share; needed exactly when one loads them. */
function buildObjects(
  fields: ProfileFieldsRead,
  top: Place,
): ObjectsAsked | null {
  const place = inside(top, "objects");
  const isUsed = (fields.steps ?? []).some(({ kind }) => kind === "object");
  const isGiven = fields.objects !== undefined ||
    top.mistakes.list.some(({ path }) => path.startsWith(place.path));
  if (isUsed && !isGiven) {
    const sentence = "Missing key: Objects that the steps load, as in " +
      "{keys: 1000, sizes: 64KiB}";
    top.mistakes.note(place.path, sentence);
  }
  if (fields.objects === undefined) return null;
  if (!isUsed && (fields.steps ?? []).every(({ kind }) => kind !== "broken")) {
    const sentence = "Cannot use objects that no step loads: leave them out, " +
      "or give a step load: object";
    top.mistakes.note(place.path, sentence);
  }
  return objectsAsked(fields.objects, place);
}

/** What the steps share: one space, one way to fill it. */
function checkAgreement(
  steps: readonly BuiltStep[],
  { size }: ProfileFieldsRead,
  top: Place,
): void {
  let leader: { step: Step & { kind: "block" }; path: string } | null = null;
  for (const { step, place } of steps) {
    if (step?.kind !== "block") continue;
    const largest = Math.max(...step.blockSizes.map(({ bytes }) => bytes));
    if (size !== undefined && size < largest) {
      const sentence = `Cannot lay blocks of ${largest} bytes over a space ` +
        `of ${size}: give a larger size or a smaller block`;
      top.mistakes.note(inside(place, "blockSize").path, sentence);
    }
    if (step.op.write === 0) continue;
    leader ??= { step, path: place.path };
    for (const key of ["compress", "dedupe"] as const) {
      const [own, other] = [step, leader.step].map((each) =>
        key === "compress" ? each.compressPercent : each.dedupePercent
      );
      if (own === other) continue;
      const sentence = `Cannot use ${own}% where ${leader.path} has ` +
        `${other}%: steps that write share one space, give all the same`;
      top.mistakes.note(inside(place, key).path, sentence);
    }
  }
}

function readObjectives(
  fields: ProfileFieldsRead,
  built: readonly BuiltStep[],
  top: Place,
): Objective[] {
  const steps: NamedSteps = new Map(
    built.flatMap(({ name, step }) =>
      name === undefined ? [] : [[name, step] as const]
    ),
  );
  const place = inside(top, "objectives");
  return (fields.objectives ?? []).flatMap((text, index) =>
    text === null ? [] : parseObjective(text, steps, inside(place, index)) ?? []
  );
}
