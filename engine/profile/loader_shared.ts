/**
 * The samples and checkpoints of a profile, each needed exactly when a step
 * loads them. Goes in: the fields as read; come out: both, and mistakes.
 */
import {
  checkpointsAsked,
  neededBy,
  samplesAsked,
} from "./build_loader_step.ts";
import type { Profile } from "./profile.ts";
import type { ProfileFieldsRead } from "./profile_fields.ts";
import { inside, type Place } from "./rule.ts";

const EXAMPLES = {
  samples: "{count: 1000, size: 150KiB}",
  checkpoints: "{count: 3, shardSize: 256MiB}",
} as const;

/** Parts that are not asked for, or have mistakes, are missing. */
export function loaderShared(
  fields: ProfileFieldsRead,
  top: Place,
): Pick<Profile, "samples" | "checkpoints"> {
  const asked = {
    samples: isAsked(fields, top, "samples"),
    checkpoints: isAsked(fields, top, "checkpoints"),
  };
  const samples = asked.samples && fields.samples !== undefined
    ? samplesAsked(fields.samples, inside(top, "samples"))
    : null;
  const checkpoints = asked.checkpoints && fields.checkpoints !== undefined
    ? checkpointsAsked(fields.checkpoints)
    : null;
  return {
    ...(samples === null ? {} : { samples }),
    ...(checkpoints === null ? {} : { checkpoints }),
  };
}

/** Notes what is missing, and what nobody loads. */
function isAsked(
  fields: ProfileFieldsRead,
  top: Place,
  key: "samples" | "checkpoints",
): boolean {
  const { path } = inside(top, key);
  const steps = fields.steps ?? [];
  const isUsed = steps.some((read) =>
    read.kind === "loader" && read.fields.op !== undefined &&
    neededBy(read.fields.op) === key
  );
  const isGiven = fields[key] !== undefined ||
    top.mistakes.list.some((one) => one.path.startsWith(path));
  if (isUsed && !isGiven) {
    top.mistakes.note(
      path,
      `Missing key: What the steps with load: loader ` +
        `${key === "samples" ? "write or read" : "save or restore"}, as in ` +
        EXAMPLES[key],
    );
  }
  const isRead = steps.every((read) =>
    read.kind !== "broken" &&
    (read.kind !== "loader" || read.fields.op !== undefined)
  );
  if (isGiven && !isUsed && isRead) {
    top.mistakes.note(
      path,
      `Cannot use ${key} that no step loads: leave them out, or give a step ` +
        `load: loader and op: ${key === "samples" ? "read" : "save"}`,
    );
  }
  return isUsed;
}
