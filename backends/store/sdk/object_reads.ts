/**
 * Gets, range reads and heads of a script lane, each judged by what the oracle
 * says it may legally be at that moment.
 */
import type { ObjectOp, StatusName } from "../../../ffi/mod.ts";
import type { KeyState } from "./key_states.ts";
import type { LaneContext, Moved } from "./lane_context.ts";
import { nameOf, sendOrStatus, tellWhole } from "./lane_context.ts";
import { BodyCheck, type Candidate } from "./object_body.ts";
import { judgeSum, ReturnedSum } from "./returned_sum.ts";
import { type BodyRange, ClientFailure } from "./store_client.ts";

const ABSENT: readonly StatusName[] = ["HTTP_NOT_FOUND"];
const ABSENT_OR_BEYOND: readonly StatusName[] = [...ABSENT, "HTTP_RANGE"];

/** A read of key `index`, and which part of it. */
interface Read {
  readonly op: "get" | "range";
  readonly index: number;
  readonly range: BodyRange | null;
}

/** The whole object. */
export function getObject(
  context: LaneContext,
  index: number,
): Promise<Moved> {
  return readBody(context, { op: "get", index, range: null });
}

/** A part that lies inside what the object is now, from a whole unit on. */
export function getRange(context: LaneContext, index: number): Promise<Moved> {
  const { states, shape, space, spec, choice } = context;
  const sizes = candidatesOf(
    context,
    index,
    states.legal(index, states.acknowledged(index)) ?? [],
  ).map(({ sizeBytes }) => sizeBytes);
  const known = sizes.length > 0
    ? Math.min(...sizes)
    : shape.sizeBytes(index, 1);
  const units = Math.max(1, Math.ceil(known / space.unitBytes));
  const start = choice.below(units) * space.unitBytes;
  const end = Math.max(start + 1, Math.min(known, start + spec.rangeBytes));
  if (context.trace) context.trace.offset = start;
  return readBody(context, { op: "range", index, range: { start, end } });
}

/** The size alone. */
export async function headObject(
  context: LaneContext,
  index: number,
): Promise<Moved> {
  const name = nameOf(context, index);
  const from = context.states.acknowledged(index);
  const answer = await sendOrStatus(
    context,
    ABSENT,
    async () => ({ sizeBytes: await context.client.head(name) }),
  );
  const legal = context.states.legal(index, from);
  if (!context.spec.verify || legal === null) return { bytes: 0 };
  const read = { op: "head" as const, index, legal }; // not any operation
  if (typeof answer === "string") judgeAbsent(context, read);
  else judgeSize(context, { ...read, ...answer });
  return { bytes: 0 };
}

async function readBody(context: LaneContext, read: Read): Promise<Moved> {
  const { states, client, clock } = context;
  const name = nameOf(context, read.index);
  let from = 0;
  const answers = read.range === null ? ABSENT : ABSENT_OR_BEYOND;
  const moved = await sendOrStatus(context, answers, async () => {
    from = states.acknowledged(read.index);
    const body = await client.get(name, read.range);
    const firstByteNs = clock.nowNs();
    const legal = states.legal(read.index, from);
    const check = checkOf(context, read, legal);
    using sum = new ReturnedSum(context, body.checksum);
    let bytes = 0;
    for await (const chunk of body.chunks) {
      bytes += chunk.length;
      check?.write(chunk);
      sum.write(chunk);
    }
    if (body.sizeBytes !== null && bytes < body.sizeBytes) {
      throw new ClientFailure("HTTP_TRUNCATED");
    }
    const stated = sum.result();
    return { bytes, firstByteNs, check, legal, stated };
  });
  if (typeof moved === "string") {
    const legal = states.legal(read.index, from);
    if (context.spec.verify && legal !== null) {
      if (moved === "HTTP_NOT_FOUND") judgeAbsent(context, { ...read, legal });
      else judgeBeyond(context, { ...read, legal });
    }
    return { bytes: 0 };
  }
  const { bytes, firstByteNs, check, legal, stated } = moved;
  if (check === null || legal === null) {
    const units = Math.ceil(bytes / context.space.unitBytes);
    context.memory.add("units_read", units);
    context.memory.add("units_unchecked", units);
  } else {
    const isRight = judgeBody(context, { ...read, legal, bytes }, check);
    if (isRight && stated !== null) {
      judgeSum(context, { index: read.index, ...boundsOf(legal) }, stated);
    }
  }
  return { bytes, firstByteNs };
}

/** `null` where nothing can be said: no verification, or too much going on. */
function checkOf(
  context: LaneContext,
  { index, range }: Read,
  legal: readonly KeyState[] | null,
): BodyCheck | null {
  if (!context.spec.verify || legal === null) return null;
  const candidates = candidatesOf(context, index, legal);
  return new BodyCheck(context, {
    index,
    start: range?.start ?? 0,
    candidates,
  });
}

/** Objects among what is legal, newest first. */
export function candidatesOf(
  { shape }: LaneContext,
  index: number,
  legal: readonly KeyState[],
): Candidate[] {
  return legal.filter(({ isAbsent }) => !isAbsent)
    .map(({ generation }) => ({
      generation,
      sizeBytes: shape.sizeBytes(index, generation),
    })).reverse();
}

/** What was legal for one key. */
export interface Legal {
  readonly op: ObjectOp;
  readonly index: number;
  readonly legal: readonly KeyState[];
}

function boundsOf(legal: readonly KeyState[]) {
  return {
    expectedLow: legal[0]?.generation ?? 0,
    expectedHigh: legal.at(-1)?.generation ?? 0,
  };
}

/**
 * Why more than one content was legal: a change was under way, or one is left
 * of which nobody knows what became of it.
 */
function openCounter({ busy, states }: LaneContext, index: number) {
  const isLeft = states.isUnsettled(index) && !busy.has(index);
  return isLeft ? "units_ambiguous" as const : "units_overlapped" as const;
}

/** The store says that the key is not there. */
export function judgeAbsent(context: LaneContext, read: Legal): void {
  const { memory, shape } = context;
  const { op, index, legal } = read;
  if (legal.some(({ isAbsent }) => isAbsent)) {
    memory.add("objects_absent");
    if (legal.length > 1) memory.add(openCounter(context, index));
    return;
  }
  memory.add("objects_missing");
  const bounds = boundsOf(legal);
  const badBytes = Math.min(
    shape.sizeBytes(index, bounds.expectedHigh),
    context.space.unitBytes,
  );
  tellWhole(context, { class: "lost", op, index, ...bounds, badBytes });
}

/** The store says that the object ends before the range. */
function judgeBeyond(context: LaneContext, read: Read & Legal): void {
  const { op, index, legal, range } = read;
  const start = range?.start ?? 0;
  const candidates = candidatesOf(context, index, legal);
  if (candidates.some(({ sizeBytes }) => sizeBytes <= start)) return;
  tellSize(context, { op, index, legal }, {
    found: start,
    expected: candidates[0]?.sizeBytes,
  });
}

/** The store tells a size: of a head, or of an entry in a listing. */
export function judgeSize(
  context: LaneContext,
  read: Legal & { readonly sizeBytes: number },
): void {
  const { index, legal, sizeBytes } = read;
  const sizes = candidatesOf(context, index, legal).map((one) => one.sizeBytes);
  if (!sizes.includes(sizeBytes)) {
    tellSize(context, read, { found: sizeBytes, expected: sizes[0] });
  }
}

/** `expected` is that of the newest object; `undefined` if none is legal. */
function tellSize(
  context: LaneContext,
  { op, index, legal }: Legal,
  bytes: { readonly found: number; readonly expected: number | undefined },
): void {
  const place = { op, index, ...boundsOf(legal) };
  const { found, expected } = bytes;
  if (expected === undefined) {
    const isBack = place.expectedLow > 0;
    tellWhole(context, { class: isBack ? "stale" : "foreign", ...place });
    return;
  }
  tellWhole(context, {
    class: found < expected ? "truncated" : "foreign",
    ...place,
    // Of what was told, as the core's lanes have it.
    offsetBytes: found,
    badBytes: Math.abs(found - expected),
  });
}

/** Whether the body is one that may be there. */
function judgeBody(
  context: LaneContext,
  read: Read & Legal & { readonly bytes: number },
  check: BodyCheck,
): boolean {
  const { memory, spec, space, clock } = context;
  const { op, index, legal, bytes, range } = read;
  const lengthOf = ({ sizeBytes }: Candidate) =>
    range === null
      ? sizeBytes
      : Math.max(0, Math.min(sizeBytes, range.end) - range.start);
  const candidates = candidatesOf(context, index, legal);
  const fits = (one: Candidate) => lengthOf(one) === bytes;
  const { units, findings, badUnits, generation } = check.end(fits);
  memory.add("units_read", units);
  if (!candidates.some(fits)) {
    const [newest] = candidates;
    const expected = newest && lengthOf(newest);
    tellSize(context, read, { found: bytes, expected });
  }
  if (candidates.length === 0) return false;
  memory.add("units_compared", units);
  memory.add("objects_compared");
  if (space.dedupePermille > 0) memory.add("objects_weak");
  if (legal.length > 1) {
    memory.add(openCounter(context, index), units);
  }
  if (context.trace) context.trace.generation = generation ?? 0;
  if (generation !== null) return candidates.some(fits);
  memory.add("units_bad", badUnits);
  const dropped = badUnits - findings.length;
  if (dropped > 0) memory.add("findings_dropped", dropped);
  const timeNs = clock.nowNs();
  const place = { timeNs, op, file: index, lane: spec.lane };
  context.onFindings(findings.map((one) => ({ ...one, ...place })));
  return false;
}
