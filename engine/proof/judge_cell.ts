/**
 * Judges one cell of the matrix: what was damaged, what the readings found, and
 * whether that was called by a right name, there and nowhere else. Pure.
 */
import type { FaultClass, PlaceRole, ProofBackend } from "./fault_class.ts";

/** A place that a reading must accuse. */
export interface DamagedPlace {
  readonly role: PlaceRole;
  /** Name of the file or of the key. */
  readonly object: string;
  /** First and last unit; `null` for the object as a whole. */
  readonly units: readonly [first: number, last: number] | null;
}

/** How a fault was put where. */
export interface FaultPut {
  /** In a few words: `at rest`, `in flight: write.lost`. */
  readonly how: string;
  readonly places: readonly DamagedPlace[];
  /**
   * Whether the second reading finds it again; a fault of one answer, or of
   * storage that is gone by then, it does not.
   */
  readonly lasts: boolean;
}

/** What the judge needs of a finding. */
export interface CellFinding {
  readonly class: string;
  readonly object: string;
  readonly unit: number;
  /** Over keys: the operation that saw it. */
  readonly op?: string;
  readonly sentence: string;
}

/** One reading of everything, as a run or `verify` does it. */
export interface CellReading {
  readonly name: "run" | "verify";
  readonly comparedUnits: number;
  readonly findings: readonly CellFinding[];
  /** Findings that were counted and not told. */
  readonly omitted: number;
}

/** One fault on one backend, judged. */
export interface Cell {
  readonly fault: string;
  readonly backend: ProofBackend;
  /** `failed`: the world kept it from being tried. */
  readonly outcome: "named" | "wrong" | "absent" | "failed";
  /** Names that were found, each once, in the order of the places. */
  readonly found: readonly string[];
  readonly how: string;
  /** Sentences: what was not as it must be, or why the class is absent. */
  readonly reasons: readonly string[];
  /** What a user would read, of the first finding. */
  readonly evidence: string;
}

/** What a cell is judged from. */
export interface CellTried {
  readonly backend: ProofBackend;
  readonly put: FaultPut;
  readonly readings: readonly CellReading[];
}

/** `named` only if every place is accused by a right name, and nothing else. */
export function judgeCell(fault: FaultClass, tried: CellTried): Cell {
  const { backend, put, readings } = tried;
  const reasons = readings.flatMap((reading) =>
    judgeReading(fault, put, reading)
  );
  if (put.places.length === 0) reasons.push("Nothing was damaged");
  if (readings.length === 0) reasons.push("Nothing was read");
  const findings = readings.flatMap((reading) => reading.findings);
  return {
    fault: fault.id,
    backend,
    outcome: reasons.length === 0 ? "named" : "wrong",
    found: [...new Set(findings.map((finding) => finding.class))],
    how: put.how,
    reasons,
    evidence: findings[0]?.sentence ?? "",
  };
}

/** A cell that cannot be, by the table of the classes. */
export function absentCell(fault: FaultClass, backend: ProofBackend): Cell {
  return {
    fault: fault.id,
    backend,
    outcome: "absent",
    found: [],
    how: "",
    reasons: [fault.absent?.[backend] ?? ""],
    evidence: "",
  };
}

/**
 * A cell without a judgement: `wrong` if the fault met nothing, `failed` if the
 * world kept it from being put or read.
 */
export function untriedCell(
  fault: FaultClass,
  backend: ProofBackend,
  { outcome, reason }: {
    readonly outcome: "wrong" | "failed";
    readonly reason: string;
  },
): Cell {
  return {
    fault: fault.id,
    backend,
    outcome,
    found: [],
    how: "",
    reasons: [reason],
    evidence: "",
  };
}

function judgeReading(
  fault: FaultClass,
  put: FaultPut,
  reading: CellReading,
): string[] {
  const { comparedUnits, findings, name, omitted } = reading;
  const places = name === "run" || put.lasts ? put.places : [];
  const reasons: string[] = [];
  const say = (sentence: string) => reasons.push(`In ${name}: ${sentence}`);
  if (comparedUnits === 0) say("nothing was compared");
  if (omitted > 0) say(`${omitted} findings were counted and not told`);
  for (const place of places) {
    if (!findings.some((finding) => isAt(finding, place))) {
      say(`missed: ${placeText(place)} was not accused`);
    }
  }
  for (const finding of findings) {
    const at = places.filter((place) => isAt(finding, place));
    const right = at.flatMap(({ role }) => fault.names[role] ?? []);
    const where = `unit ${finding.unit} of ${finding.object}`;
    if (at.length === 0) {
      say(`${where} is sound and was accused: ${finding.class}`);
    } else if (!right.includes(finding.class)) {
      say(
        `${where} was called ${finding.class}: it is ${right.join(" or ")}`,
      );
    }
  }
  return reasons;
}

function isAt(finding: CellFinding, { object, units }: DamagedPlace): boolean {
  if (finding.object !== object) return false;
  if (units === null) return true;
  return finding.unit >= units[0] && finding.unit <= units[1];
}

function placeText({ object, units }: DamagedPlace): string {
  if (units === null) return object;
  const [first, last] = units;
  return first === last
    ? `unit ${first} of ${object}`
    : `units ${first} to ${last} of ${object}`;
}
