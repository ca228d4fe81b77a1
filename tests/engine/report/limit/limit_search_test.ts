import { assert, assertEquals } from "@std/assert";
import {
  LimitSearch,
  type RateOutcome,
} from "../../../../engine/report/limit/limit_search.ts";
import { splitmix64 } from "../../../../engine/plan/mod.ts";

const OPTIONS = {
  fromPerSecond: 100,
  toPerSecond: 1_000_000,
  precision: 0.05,
  trialsMax: 60,
};

/** Numbers that a seed repeats. */
function drawn(seed: bigint): () => bigint {
  let at = seed;
  return () => splitmix64(at++);
}

function searchWith(
  outcomeAt: (rate: number) => RateOutcome,
  options: Partial<typeof OPTIONS> = {},
) {
  const search = new LimitSearch({ ...OPTIONS, ...options });
  const rates: number[] = [];
  for (let rate = search.next(); rate !== null; rate = search.next()) {
    rates.push(rate);
    search.tell(outcomeAt(rate));
    assert(rates.length <= 100);
  }
  return { found: search.found(), rates };
}

const heldTo = (limit: number) => (rate: number): RateOutcome =>
  rate <= limit ? "held" : "broken";

Deno.test("LimitSearch finds any limit within its precision, and tries it twice", () => {
  const random = drawn(7n);
  for (let i = 0; i < 500; i++) {
    const limit = 1 + Number(random() % 900_000n);
    const { found, rates } = searchWith(heldTo(limit));
    const told = `limit ${limit}, rates ${rates}`;
    assertEquals(found.kind, "limit", told);
    const at = found.perSecond ?? 0;
    // Rates have three digits: near 1/s they lie further apart.
    assert(at <= limit && at * 1.06 + 1 > limit, `${told}, found ${at}`);
    assertEquals(rates.filter((rate) => rate === at).length, 2, told);
  }
});

Deno.test("LimitSearch says when it held as far as it was allowed to go", () => {
  const { found } = searchWith(heldTo(Infinity), { toPerSecond: 5000 });
  assertEquals(found, { kind: "beyond", perSecond: 5000 });
});

Deno.test("LimitSearch says when it never holds", () => {
  const { found, rates } = searchWith(heldTo(0));
  assertEquals(found, { kind: "never", perSecond: 1 });
  assertEquals(rates.at(-1), 1);
});

Deno.test("LimitSearch takes back what held once by luck", () => {
  let tries = 0;
  const { found } = searchWith((rate) => {
    if (rate === 400 && tries++ === 0) return "held";
    return rate <= 250 ? "held" : "broken";
  });
  assertEquals(found.kind, "limit");
  assert((found.perSecond ?? 0) <= 250);
});

Deno.test("LimitSearch takes what could not be told for nothing", () => {
  const { found } = searchWith(() => "undecided", { toPerSecond: 800 });
  assertEquals(found, { kind: "unclear", perSecond: null });
  const low = searchWith((rate) =>
    rate < 1000 ? "undecided" : heldTo(5000)(rate)
  );
  assertEquals(low.found.kind, "limit");
});

Deno.test("LimitSearch ends also with a store that never repeats itself", () => {
  const random = drawn(11n);
  for (let i = 0; i < 200; i++) {
    const { rates } = searchWith(() =>
      (["held", "broken", "undecided"] as const)[Number(random() % 3n)] ??
        "held"
    );
    assert(rates.length <= OPTIONS.trialsMax);
  }
});

Deno.test("LimitSearch looks between what was too slow to tell and what broke", () => {
  const few = (limit: number) => (rate: number): RateOutcome =>
    rate < 60 ? "undecided" : heldTo(limit)(rate);
  const found = searchWith(few(80), { fromPerSecond: 100 });
  assertEquals(found.found.kind, "limit");
  assert((found.found.perSecond ?? 0) > 60);
  const none = searchWith(few(10), { fromPerSecond: 100 });
  assertEquals(none.rates, [100, 25, 50, 70.7]);
  assertEquals(none.found, { kind: "never", perSecond: 70.7 });
});
