/** The door of `history`: what clients saw of a key, and what it proves. */
export {
  ABSENT,
  type HistoryRow,
  KeyHistory,
  NEVER,
  type RowKind,
} from "./history.ts";
export {
  judgeKey,
  type KeyVerdict,
  type Level,
  LEVELS,
  twoWinners,
} from "./judge.ts";
export { linearizableFault } from "./linearizable.ts";
export {
  SEARCH_LIMITS,
  type SearchAnswer,
  searchFault,
  type SearchLimits,
} from "./search.ts";
export { type WeakerFaults, weakerFaults } from "./weaker.ts";
export { type Witness, WITNESS_TEXT } from "./witness.ts";
