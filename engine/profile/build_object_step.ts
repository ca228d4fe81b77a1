/**
 * Makes a step over keys, and the objects that such steps share, from what was
 * read: fills in defaults and checks what no single key can know.
 */
import type { ObjectFieldsRead, ObjectsFieldsRead } from "./object_fields.ts";
import {
  type ObjectsAsked,
  type ObjectStep,
  sizeBounds,
} from "./object_step.ts";
import { inside, type Place } from "./rule.ts";
import { checkSteadyState } from "./steady_state.ts";

const KiB = 1024;
const MiB = 1024 ** 2;
/** Every store knows this limit. */
const PARTS_MAX = 10_000;
/** Above that no store takes an object in one put. */
const PUT_MAX_BYTES = 5 * 1024 ** 3;

/** The step, or `null` when its name or its operations are missing. */
export function objectStep(fields: ObjectFieldsRead): ObjectStep | null {
  const { name, op, total, ops, duration, rate } = fields;
  if (name === undefined || op === undefined) return null;
  return {
    kind: "object",
    name,
    op,
    pattern: fields.pattern ?? { kind: "sequential" },
    rangeBytes: fields.rangeSize ?? 64 * KiB,
    listLimit: fields.listLimit ?? 1000,
    partDepth: fields.partDepth ?? 4,
    ...(total === undefined ? {} : { totalBytes: total }),
    ...(ops === undefined ? {} : { ops }),
    ...(duration === undefined ? {} : { durationNs: duration }),
    warmupNs: fields.warmup ?? 0,
    ...(fields.steadyState === undefined
      ? {}
      : { steadyState: fields.steadyState }),
    lanes: fields.lanes ?? 1,
    depth: fields.depth ?? 16,
    ...(rate === undefined ? {} : { rate }),
    verify: fields.verify ?? "always",
    errorsMax: fields.errorsMax ?? 0,
    attempts: fields.attempts ?? 1,
  };
}

/** Notes keys that say how an operation is done which is not done. */
export function checkObjectStep(fields: ObjectFieldsRead, place: Place): void {
  const { op } = fields;
  checkSteadyState(fields, place);
  if (op === undefined) return;
  const idle = [
    ["rangeSize", fields.rangeSize, op.range],
    ["listLimit", fields.listLimit, op.list],
  ] as const;
  for (const [key, given, share] of idle) {
    if (given === undefined || share !== undefined) continue;
    const name = key === "rangeSize" ? "range" : "list";
    place.mistakes.note(
      inside(place, key).path,
      `Cannot use ${key} in a step that does no ${name}: leave it out`,
    );
  }
  if (fields.total !== undefined && movesNothing(op)) {
    place.mistakes.note(
      inside(place, "total").path,
      "Cannot end by bytes a step whose operations move none: give ops or " +
        "duration",
    );
  }
}

function movesNothing({ get, range, put, upload }: ObjectStep["op"]): boolean {
  return [get, range, put, upload].every((share) => share === undefined);
}

/** The objects, or `null` after a mistake. */
export function objectsAsked(
  fields: ObjectsFieldsRead,
  place: Place,
): ObjectsAsked | null {
  const { keys, sizes } = fields;
  if (keys === undefined || sizes === undefined) return null;
  const asked: ObjectsAsked = {
    keys,
    sizes,
    keyStyle: fields.keyStyle ?? { kind: "flat" },
    multipartFromBytes: fields.multipartFrom ?? 64 * MiB,
    partBytes: fields.partSize ?? 8 * MiB,
    compressPercent: fields.compress ?? 0,
    dedupePercent: fields.dedupe ?? 0,
  };
  return checkParts(asked, place) ? asked : null;
}

function checkParts(asked: ObjectsAsked, place: Place): boolean {
  const { maxBytes } = sizeBounds(asked.sizes);
  const { multipartFromBytes, partBytes } = asked;
  const before = place.mistakes.count;
  const parts = Math.ceil(maxBytes / partBytes);
  if (parts > PARTS_MAX) {
    place.mistakes.note(
      inside(place, "partSize").path,
      `Cannot put ${maxBytes} bytes up in parts of ${partBytes}: that are ` +
        `${parts} parts, and the most is ${PARTS_MAX}`,
    );
  }
  const wholeMax = multipartFromBytes === 0
    ? maxBytes
    : Math.min(maxBytes, multipartFromBytes - 1);
  if (wholeMax > PUT_MAX_BYTES) {
    place.mistakes.note(
      inside(place, "multipartFrom").path,
      `Cannot put ${wholeMax} bytes at once: the most is ${PUT_MAX_BYTES}, ` +
        "give a smaller multipartFrom",
    );
  }
  return place.mistakes.count === before;
}
