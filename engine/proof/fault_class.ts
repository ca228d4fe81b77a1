/**
 * The faults that the proof puts into storage, each with the names that are
 * right for what it does. Where a backend cannot have one, the reason stands
 * here, so that a gap in the matrix is never silent.
 */

/** The columns of the matrix, in their order. */
export const PROOF_BACKENDS = ["file", "direct", "mem", "s3", "az"] as const;
export type ProofBackend = (typeof PROOF_BACKENDS)[number];

/**
 * What a place of the damage is. Where a write is missing because it went
 * elsewhere, a file lacks it, and an object holds two generations.
 */
export type PlaceRole = "damaged" | "missed" | "missed in object";

/** One way in which storage may be wrong. */
export interface FaultClass {
  /** As `--only` takes it. */
  readonly id: string;
  /** First column of the matrix: at most 20 letters. */
  readonly text: string;
  /** Names that are right, by the role of the place that is accused. */
  readonly names: Readonly<Partial<Record<PlaceRole, readonly string[]>>>;
  /** Why more than one name is right; there exactly where one has several. */
  readonly because?: string;
  /** Why a backend cannot have it. */
  readonly absent?: Readonly<Partial<Record<ProofBackend, string>>>;
}

const NO_PARTS = "offsets have no parts";
const NO_LISTING = "offsets have no listing";
const NO_DELETION = "offsets are not deleted";

const OFFSETS_LACK = {
  parts: { file: NO_PARTS, direct: NO_PARTS, mem: NO_PARTS },
  listing: { file: NO_LISTING, direct: NO_LISTING, mem: NO_LISTING },
  deletion: { file: NO_DELETION, direct: NO_DELETION, mem: NO_DELETION },
} as const;

/** In the order of the matrix. */
export const FAULT_CLASSES: readonly FaultClass[] = [
  {
    id: "bit-flip-payload",
    text: "bit flip, payload",
    names: { damaged: ["bit rot"] },
  },
  {
    id: "bit-flip-header",
    text: "bit flip, header",
    names: { damaged: ["bit rot"] },
  },
  {
    id: "bit-flip-trailer",
    text: "bit flip, trailer",
    names: { damaged: ["bit rot"] },
    absent: OFFSETS_LACK.parts,
  },
  { id: "zeroed", text: "zeroed", names: { damaged: ["zeroed"] } },
  { id: "ones", text: "all 0xFF", names: { damaged: ["erased"] } },
  {
    id: "torn-head",
    text: "torn, head is new",
    names: { damaged: ["torn"] },
  },
  {
    id: "torn-tail",
    text: "torn, tail is new",
    names: { "damaged": ["torn"], "missed": ["lost"] },
  },
  { id: "lost-write", text: "lost write", names: { damaged: ["lost"] } },
  {
    id: "lost-write-timed",
    text: "lost write, timed run",
    names: { damaged: ["lost"] },
  },
  {
    id: "stale-read",
    text: "stale read",
    names: { damaged: ["stale", "lost"] },
    because: "one answer cannot tell a read that is one write behind from a " +
      "write that was lost",
  },
  {
    id: "stale-content",
    text: "stale, two writes old",
    names: { damaged: ["stale"] },
  },
  {
    id: "misdirected",
    text: "misdirected write",
    names: {
      "damaged": ["misdirected"],
      "missed": ["lost"],
      "missed in object": ["torn"],
    },
  },
  {
    id: "other-object",
    text: "other object's block",
    names: { damaged: ["cross-object"] },
  },
  {
    id: "previous-run",
    text: "previous run's block",
    names: { damaged: ["previous run"] },
  },
  {
    id: "duplicated",
    text: "duplicated",
    names: { damaged: ["duplicated"] },
  },
  { id: "swapped", text: "swapped", names: { damaged: ["reordered"] } },
  {
    id: "reordered",
    text: "reordered, three",
    names: { damaged: ["reordered"] },
  },
  {
    id: "shifted-8",
    text: "shifted by 8 bytes",
    names: { damaged: ["shifted"] },
  },
  {
    id: "shifted-512",
    text: "shifted by 512 bytes",
    names: { damaged: ["shifted"] },
  },
  {
    id: "byte-swapped",
    text: "byte-swapped",
    names: { damaged: ["byte-swapped"] },
  },
  { id: "truncated", text: "truncated", names: { damaged: ["truncated"] } },
  { id: "extended", text: "extended", names: { damaged: ["foreign"] } },
  {
    id: "short-part",
    text: "short part",
    names: { damaged: ["truncated", "shifted", "misdirected"] },
    because: "what follows comes too early: bytes of the next unit and " +
      "of the own one, and the end",
    absent: OFFSETS_LACK.parts,
  },
  {
    id: "part-swapped",
    text: "part swapped",
    names: { damaged: ["reordered"] },
    absent: OFFSETS_LACK.parts,
  },
  {
    id: "part-missing",
    text: "part missing",
    names: { damaged: ["truncated", "misdirected"] },
    because: "the parts behind it lie where it was, and the object ends " +
      "too early",
    absent: OFFSETS_LACK.parts,
  },
  {
    id: "wrong-range",
    text: "wrong range",
    names: { damaged: ["misdirected", "duplicated", "shifted"] },
    because: "one answer cannot tell a read of the wrong place from a copy " +
      "that lies there, or from bytes that moved, if it is some bytes off",
  },
  {
    id: "list-missing",
    text: "list entry missing",
    names: { damaged: ["lost"] },
    absent: OFFSETS_LACK.listing,
  },
  {
    id: "list-extra",
    text: "list entry extra",
    names: { damaged: ["foreign"] },
    absent: OFFSETS_LACK.listing,
  },
  {
    id: "list-stale",
    text: "list entry stale",
    names: { damaged: ["stale", "lost"] },
    because: "a listing that is one write behind shows what a lost write " +
      "would leave",
    absent: OFFSETS_LACK.listing,
  },
  {
    id: "list-deleted",
    text: "list entry deleted",
    names: { damaged: ["stale"] },
    absent: OFFSETS_LACK.listing,
  },
  {
    id: "resurrected",
    text: "deleted comes back",
    names: { damaged: ["stale"] },
    absent: OFFSETS_LACK.deletion,
  },
];
