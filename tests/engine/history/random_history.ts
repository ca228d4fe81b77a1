/** Small histories from a seed, and the slow, plain way to judge them. */
import {
  ABSENT,
  type HistoryRow,
  KeyHistory,
  NEVER,
} from "../../../engine/history/mod.ts";

/** Uniform in [0, 1) from a 32-bit seed: splitmix by Steele, Lea and Flood. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9E3779B9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21F0AAAD);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735A2D97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** 2 to 8 operations that overlap a lot; gets return anything plausible. */
export function randomRows(seed: number, deletes = false): HistoryRow[] {
  const random = randomFrom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const count = 2 + below(7);
  let puts = 0;
  const kinds = Array.from({ length: count }, () => {
    const drawn = random();
    if (deletes && drawn < 0.15) return "delete" as const;
    return drawn < 0.5 ? "put" as const : "get" as const;
  });
  const putCount = kinds.filter((kind) => kind === "put").length;
  return kinds.map((kind) => {
    const callNs = below(12);
    const isLost = kind !== "get" && random() < 0.1;
    return {
      kind,
      client: below(3),
      value: kind === "put"
        ? ++puts
        : kind === "get"
        ? below(putCount + 1)
        : ABSENT,
      callNs,
      returnNs: isLost ? NEVER : callNs + below(8),
    };
  });
}

export function historyOf(rows: readonly HistoryRow[]): KeyHistory {
  const history = new KeyHistory();
  for (const row of rows) history.add(row);
  return history;
}

/** Tries every order that respects the times. */
export function isLinearizable(rows: readonly HistoryRow[]): boolean {
  const step = (left: readonly HistoryRow[], value: number): boolean => {
    if (left.every(({ returnNs }) => returnNs === NEVER)) return true;
    return left.some((next) => {
      const isFirst = left.every((other) =>
        other === next || !(other.returnNs < next.callNs)
      );
      if (!isFirst) return false;
      if (next.kind === "get" && next.value !== value) return false;
      if (next.basis !== undefined && next.basis !== value) return false;
      const after = next.kind === "get" ? value : next.value;
      return step(left.filter((other) => other !== next), after);
    });
  };
  return step(rows, ABSENT);
}
