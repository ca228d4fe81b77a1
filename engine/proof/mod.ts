/** The door of `proof`: which faults there are, and how they were named. */
export { type Draw, drawFor, runIdFor } from "./draw.ts";
export {
  FAULT_CLASSES,
  type FaultClass,
  type PlaceRole,
  PROOF_BACKENDS,
  type ProofBackend,
} from "./fault_class.ts";
export {
  absentCell,
  type Cell,
  type CellFinding,
  type CellReading,
  type CellTried,
  type DamagedPlace,
  type FaultPut,
  judgeCell,
  untriedCell,
} from "./judge_cell.ts";
export type {
  BitFlips,
  CleanRun,
  CleanUnits,
  Proof,
  ProofVerdict,
} from "./proof.ts";
export { proofSchema, saveProof } from "./proof_file.ts";
export { renderProof } from "./proof_text.ts";
export {
  accusedUnits,
  comparedUnits,
  proofVerdict,
  type Tried,
} from "./proof_verdict.ts";
