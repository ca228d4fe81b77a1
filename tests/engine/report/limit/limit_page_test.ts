import { assert, assertEquals } from "@std/assert";
import {
  limitOfTarget,
  renderLimitPage,
} from "../../../../engine/report/limit/mod.ts";
import { limitReport, trial, tried } from "./limit_fixture.ts";

const EVIL = "<script>x</script>";

function page(name = "local", trials = [tried(1000, 1e6), tried(2000, 7e6)]) {
  return renderLimitPage(
    limitReport({
      targets: [
        limitOfTarget({
          target: name,
          url: "file:///srv/x",
          found: { kind: "limit", perSecond: 1000 },
          trials,
        }),
      ],
    }),
    "",
  );
}

Deno.test("renderLimitPage() says the answer, every try and where its figures are", () => {
  const html = page();
  assert(html.includes("The limit is 1,000/s"));
  assert(html.includes('data-path="targets.0.limitPerSecond"'));
  assert(
    html.includes('data-path="targets.0.trials.1.p99Ns" data-value="7000000"'),
  );
  assert(html.includes('class="good"') && html.includes("MISSED"));
  assertEquals([...html.matchAll(/data-chart="/g)].length, 1);
});

Deno.test("renderLimitPage() shows a search that measured nothing, escaped", () => {
  const none = trial({
    ...{ p50Ns: null, p99Ns: null, p999Ns: null, measured: null },
    ...{ outcome: "undecided", because: EVIL },
  });
  const html = page(EVIL, [none]);
  assertEquals(html.includes("<script>x"), false);
  assertEquals(html.includes("data-chart="), false);
  assert(html.includes("undecided"));
});
