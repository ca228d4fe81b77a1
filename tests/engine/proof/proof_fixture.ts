/** Cells and proofs with defaults: a test sets what it is about. */
import {
  type Cell,
  type CellFinding,
  type CellReading,
  type FaultPut,
  type Proof,
} from "../../../engine/proof/mod.ts";

/** Unit 7 of file a, damaged at rest. */
export function faultPut(changes: Partial<FaultPut> = {}): FaultPut {
  return {
    how: "at rest",
    places: [{ role: "damaged", object: "a", units: [7, 7] }],
    lasts: true,
    ...changes,
  };
}

export function cellFinding(changes: Partial<CellFinding> = {}): CellFinding {
  return {
    class: "zeroed",
    object: "a",
    unit: 7,
    sentence: "Unit 7 of a is all zeros: zeroed",
    ...changes,
  };
}

/** A run that accuses unit 7 of file a. */
export function cellReading(changes: Partial<CellReading> = {}): CellReading {
  return {
    name: "run",
    comparedUnits: 256,
    findings: [cellFinding()],
    omitted: 0,
    ...changes,
  };
}

export function cell(changes: Partial<Cell> = {}): Cell {
  return {
    fault: "zeroed",
    backend: "file",
    outcome: "named",
    found: ["zeroed"],
    how: "at rest",
    reasons: [],
    evidence: "Unit 7 of a is all zeros: zeroed",
    ...changes,
  };
}

/** One fault that was named, and nothing else. */
export function proof(changes: Partial<Proof> = {}): Proof {
  return {
    version: 1,
    tool: "stor-verify 0.1.0",
    seed: "2a",
    startedAt: "2026-11-21T00:00:00Z",
    durationNs: 1.5e9,
    verdict: { outcome: "proven", exit: 0, sentence: "Proven: all of it" },
    backends: ["file"],
    cells: [cell()],
    flips: null,
    clean: null,
    ...changes,
  };
}
