import { assert, assertEquals, assertThrows } from "@std/assert";
import { readLimit } from "../../cmd/limit_flags.ts";
import { mistakesOf } from "../../cmd/usage_error.ts";
import { testContext } from "../_support/cli.ts";

function read(given: Readonly<Record<string, string>>) {
  return readLimit(testContext({ cwd: "/tmp" }), {
    positionals: [],
    has: (name) => name in given,
    text: (name) => given[name],
    texts: (name) => name === "target" ? ["file:///tmp/x"] : [],
  });
}

function mistakes(given: Readonly<Record<string, string>>): string {
  try {
    read(given);
  } catch (error) {
    return (mistakesOf(error) ?? []).join("\n");
  }
  return "";
}

const OBJECTIVE = { objective: "p99 <= 5ms" };

Deno.test("readLimit() takes the open loop of the profile, and usual bounds", () => {
  const { search, step, objectives } = read(OBJECTIVE);
  assertEquals(step.name, "latency");
  assertEquals(objectives.map(({ op, bound }) => [op, bound]), [["read", 5e6]]);
  assertEquals(
    [search.fromPerSecond, search.toPerSecond, search.precision],
    [1000, 1_000_000, 0.05],
  );
});

Deno.test("readLimit() reads another step, other bounds and precision", () => {
  const { search, step } = read({
    ...OBJECTIVE,
    ...{ step: "overwrite", from: "50/s", to: "400/s", precision: "10%" },
  });
  assertEquals(step.name, "overwrite");
  assertEquals(
    [search.fromPerSecond, search.toPerSecond, search.precision],
    [50, 400, 0.1],
  );
});

Deno.test("readLimit() names every mistake with its way out", () => {
  assert(mistakes({}).includes("--objective 'p99 <= 5ms'"));
  const all = mistakes({
    ...{ objective: "p99 <= 5", from: "100", to: "0.1/s", precision: "200%" },
  });
  for (const part of ["--from", "--to 0.1/s", "--precision", "give a unit"]) {
    assert(all.includes(part), all);
  }
  assert(
    mistakes({ ...OBJECTIVE, from: "500/s", to: "100/s" })
      .includes("--to 100/s must be at least --from"),
  );
  assert(mistakes({ ...OBJECTIVE, step: "nope" }).includes('no load "nope"'));
  assertThrows(() => read({ ...OBJECTIVE, profile: "consistency" }));
});
