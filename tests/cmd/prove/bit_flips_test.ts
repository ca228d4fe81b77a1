import { assertEquals } from "@std/assert";
import { proveBitFlips } from "../../../cmd/prove/bit_flips.ts";
import { drawFor } from "../../../engine/mod.ts";
import { type CoreStamp, loadCore } from "../../../ffi/mod.ts";

Deno.test("proveBitFlips() finds every bit of a unit, and names it", () => {
  using core = loadCore();
  assertEquals(proveBitFlips(core.stamp, drawFor("a seed")), {
    flips: 32_768,
    named: 32_768,
    firstWrong: null,
  });
});

/** The core's stamps with a check that is weaker in one way. */
function weakened(
  stamp: CoreStamp,
  change: (check: ReturnType<CoreStamp["check"]>) => typeof check,
): CoreStamp {
  return new Proxy(stamp, {
    get(target, name) {
      if (name === "fill") return target.fill.bind(target);
      return (...args: Parameters<CoreStamp["check"]>) =>
        change(target.check(...args));
    },
  });
}

Deno.test("proveBitFlips() sees a check that misses one bit, or names it wrong", () => {
  using core = loadCore();
  let calls = 0;
  const blind = weakened(
    core.stamp,
    (check) => ++calls === 1000 ? { bad: 0, findings: [] } : check,
  );
  const missed = proveBitFlips(blind, drawFor("a seed"));
  assertEquals([missed.named, missed.firstWrong], [32_767, 999]);
  const other = weakened(core.stamp, ({ bad, findings }) => ({
    bad,
    findings: findings.map((one) => ({ ...one, class: "torn" })),
  }));
  assertEquals(proveBitFlips(other, drawFor("a seed")).named, 0);
});

Deno.test("proveBitFlips() believes no check that accuses everything", () => {
  using core = loadCore();
  const harsh = weakened(core.stamp, (check) => ({ ...check, bad: 1 }));
  assertEquals(proveBitFlips(harsh, drawFor("a seed")).named, 0);
});
