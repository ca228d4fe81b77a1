import { assert, assertEquals } from "@std/assert";
import { Arrivals } from "../../../../backends/store/sdk/arrivals.ts";

Deno.test("Arrivals has no times in a closed loop", () => {
  const arrivals = new Arrivals({ kind: "closed" }, 1000, () => 0.5);
  assertEquals([arrivals.take(), arrivals.isOpen], [null, false]);
  assertEquals(arrivals.backlog(1e12), 0);
});

Deno.test("Arrivals are evenly apart at a constant rate", () => {
  const arrivals = new Arrivals(
    { kind: "constant", intervalPs: 2_500_500, phaseNs: 10 },
    1000,
    () => 0.5,
  );
  assertEquals([arrivals.take(), arrivals.take(), arrivals.take()], [
    1010,
    3510,
    6011,
  ]);
  assertEquals(arrivals.isOpen, true);
});

Deno.test("Arrivals.backlog() counts what is due and was not taken", () => {
  const arrivals = new Arrivals(
    { kind: "constant", intervalPs: 1_000_000, phaseNs: 0 },
    1000,
    () => 0.5,
  );
  assertEquals(arrivals.backlog(1000), 0);
  assertEquals(arrivals.backlog(4500), 4);
  arrivals.take();
  assertEquals(arrivals.backlog(4500), 3);
});

Deno.test("Arrivals of a Poisson process have the mean gap of the plan", () => {
  let turn = 0;
  const fraction = () => (turn++ * 0.6180339887) % 1;
  const arrivals = new Arrivals(
    { kind: "poisson", intervalPs: 1_000_000, phaseNs: 0 },
    0,
    fraction,
  );
  let last = 0;
  for (let i = 0; i <= 10_000; i++) last = arrivals.take() ?? 0;
  assert(Math.abs(last / 10_000 - 1000) < 20, `${last / 10_000}`);
});
