/**
 * The bytes of objects of script lanes: units of the stamp SV1, the last one
 * cut where the object ends. Fill and check are the core's; the oracle says
 * what is legal.
 */
import type {
  CoreStamp,
  ObjectSpaceSpec,
  StampIdentity,
  UnitFinding,
} from "../../../ffi/mod.ts";

/** Units that are staged before they are checked. */
const UNITS_AT_ONCE = 64;
const FINDINGS_MAX = 8;

/** An object that a read may legally return. */
export interface Candidate {
  readonly generation: number;
  readonly sizeBytes: number;
}

/** Stamp and space, for fill and check. */
export interface BodyOptions {
  readonly stamp: CoreStamp;
  readonly space: ObjectSpaceSpec;
}

/** A stretch of one object: bytes from `start` to before `end`. */
export interface Stretch {
  readonly index: number;
  readonly generation: number;
  /** A multiple of the unit. */
  readonly start: number;
  readonly end: number;
}

/** Who the units of a key belong to. */
export function identityOf(
  spec: ObjectSpaceSpec,
  index: number,
): StampIdentity {
  const name = BigInt(spec.objectTag) << 32n | BigInt(index);
  return {
    runId: spec.runId,
    runKey: spec.runKey,
    objectId: scramble(spec.runKey ^ scramble(name)),
    objectTag: index,
    unitBytes: spec.unitBytes,
    objectBits: Math.max(1, Math.ceil(Math.log2(spec.keyCount + 1))),
    unitBits: 20,
    compressPermille: spec.compressPermille,
    dedupePermille: spec.dedupePermille,
  };
}

/** splitmix64's last step: one to one, so two keys never share a name. */
function scramble(value: bigint): bigint {
  let word = BigInt.asUintN(64, value + 0x9e3779b97f4a7c15n);
  word = BigInt.asUintN(64, (word ^ word >> 30n) * 0xbf58476d1ce4e5b9n);
  word = BigInt.asUintN(64, (word ^ word >> 27n) * 0x94d049bb133111ebn);
  return word ^ word >> 31n;
}

/** The same bytes for the same stretch, whoever asks and when. */
export function stretchBytes(
  { stamp, space }: BodyOptions,
  { index, generation, start, end }: Stretch,
): Uint8Array<ArrayBuffer> {
  const { unitBytes } = space;
  const identity = identityOf(space, index);
  const units = Math.ceil((end - start) / unitBytes);
  const bytes = new Uint8Array(units * unitBytes);
  const first = start / unitBytes;
  const generations = [BigInt(generation)];
  // One by one, so that a unit does not tell which others went with it: a cut
  // one is completed from what it alone would be.
  for (let at = 0; at < units; at++) {
    stamp.fill(identity, {
      unit: BigInt(first + at),
      sequence: BigInt(generation),
      writer: 0,
      seconds: 0,
      generations,
    }, bytes.subarray(at * unitBytes, (at + 1) * unitBytes));
  }
  return bytes.subarray(0, end - start);
}

/** What became of one body. */
export interface Judgement {
  /** Which candidate it is, whole; `null` if it is none of them. */
  readonly generation: number | null;
  /** Of the candidate that fits best. */
  readonly findings: readonly UnitFinding[];
  readonly badUnits: number;
  readonly units: number;
}

interface Try {
  readonly candidate: Candidate;
  badUnits: number;
  readonly findings: UnitFinding[];
}

/** Takes one body as it flows and says which candidate it is. */
export class BodyCheck {
  readonly #options: BodyOptions;
  readonly #index: number;
  readonly #tries: readonly Try[];
  readonly #staged: Uint8Array<ArrayBuffer>;
  #stagedBytes = 0;
  #unit: number;
  #units = 0;

  /** `start` is where the body begins in its object: a multiple of the unit. */
  constructor(options: BodyOptions, body: {
    readonly index: number;
    readonly start: number;
    readonly candidates: readonly Candidate[];
  }) {
    const { unitBytes } = options.space;
    this.#options = options;
    this.#index = body.index;
    this.#tries = body.candidates.map((candidate) => ({
      candidate,
      badUnits: 0,
      findings: [],
    }));
    this.#staged = new Uint8Array(UNITS_AT_ONCE * unitBytes);
    this.#unit = body.start / unitBytes;
  }

  write(chunk: Uint8Array): void {
    let rest = chunk;
    while (rest.length > 0) {
      const room = this.#staged.length - this.#stagedBytes;
      const now = rest.subarray(0, room);
      this.#staged.set(now, this.#stagedBytes);
      this.#stagedBytes += now.length;
      rest = rest.subarray(now.length);
      if (this.#stagedBytes === this.#staged.length) this.#judge();
    }
  }

  /**
   * After the last chunk. A cut unit is judged by the bytes that came. Only
   * candidates that `fits` count, unless there is none of them.
   */
  end(fits: (candidate: Candidate) => boolean): Judgement {
    if (this.#stagedBytes > 0) this.#judge();
    const fitting = this.#tries.filter(({ candidate }) => fits(candidate));
    const tries = fitting.length > 0 ? fitting : this.#tries;
    const [best] = tries.toSorted((a, b) => a.badUnits - b.badUnits);
    const units = this.#units;
    if (best === undefined) {
      return { generation: null, findings: [], badUnits: units, units };
    }
    const { candidate, badUnits, findings } = best;
    const isLegal = badUnits === 0;
    const generation = isLegal ? candidate.generation : null;
    return { generation, findings, badUnits, units };
  }

  #judge(): void {
    const { unitBytes } = this.#options.space;
    const count = Math.ceil(this.#stagedBytes / unitBytes);
    for (const one of this.#tries) this.#judgeAs(one, count);
    this.#unit += count;
    this.#units += count;
    this.#stagedBytes = 0;
  }

  #judgeAs(one: Try, count: number): void {
    const { stamp, space } = this.#options;
    const { unitBytes } = space;
    const { generation } = one.candidate;
    const cut = this.#stagedBytes % unitBytes;
    // What the cut unit lacks is taken from what it should be, so that the
    // core's check judges exactly the bytes that came.
    if (cut > 0) this.#completeUnit(generation, cut);
    const window = {
      low: BigInt(generation),
      high: BigInt(generation),
      mixed: false,
    };
    const { bad, findings } = stamp.check(identityOf(space, this.#index), {
      unit: BigInt(this.#unit),
      windows: new Array(count).fill(window),
      bytes: this.#staged,
      capacity: FINDINGS_MAX,
    });
    one.badUnits += bad;
    for (const finding of findings) {
      if (one.findings.length < FINDINGS_MAX) one.findings.push(finding);
    }
  }

  #completeUnit(generation: number, cut: number): void {
    const { unitBytes } = this.#options.space;
    const at = this.#stagedBytes - cut;
    const start = (this.#unit + at / unitBytes) * unitBytes;
    const unit = stretchBytes(this.#options, {
      index: this.#index,
      generation,
      start,
      end: start + unitBytes,
    });
    this.#staged.set(unit.subarray(cut), this.#stagedBytes);
  }
}
