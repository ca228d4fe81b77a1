import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FAULT_CLASSES, PROOF_BACKENDS } from "../../../../engine/proof/mod.ts";
import type { Proof } from "../../../../engine/proof/mod.ts";
import { renderProofPage } from "../../../../engine/report/html/proof_page.ts";
import { cell, proof } from "../../proof/proof_fixture.ts";

function pageOf(changes: Partial<Proof> = {}): string {
  return renderProofPage({
    proof: proof(changes),
    classes: FAULT_CLASSES,
    backends: PROOF_BACKENDS,
    script: "",
  });
}

/** Texts of the rows of the first table, a cell each. */
function rowsOf(html: string): string[][] {
  const table = /<tbody>(.*?)<\/tbody>/s.exec(html)?.[1] ?? "";
  return table.split("<tr>").slice(1).map((row) =>
    row.split("</td>").slice(0, -1).map((one) => one.replaceAll(/<[^>]*>/g, ""))
  );
}

Deno.test("renderProofPage() calls what was proven proven, and says how to try again", () => {
  const html = pageOf();
  assertStringIncludes(html, '<header class="good">');
  assertStringIncludes(html, "<b>PROVEN</b>Proven: all of it");
  assertStringIncludes(html, "<code>stor-verify prove --seed 2a</code>");
  assertEquals(html.includes('id="wrong"'), false);
});

Deno.test("renderProofPage() shows each fault by what it was called where", () => {
  const html = pageOf({
    backends: ["s3", "file"],
    cells: [
      cell({ fault: "misdirected", found: ["misdirected", "lost"] }),
      cell(),
      cell({ backend: "s3", outcome: "failed", reasons: ["No <way> in"] }),
      cell({
        fault: "short-part",
        outcome: "absent",
        found: [],
        reasons: ["offsets have no parts"],
      }),
    ],
  });
  assertEquals(rowsOf(html), [
    ["zeroed", "zeroed", "failed"],
    ["misdirected write", "lost, misdirected", ""],
    ["short part", "-", ""],
  ]);
  assertStringIncludes(html, "it cannot be there, as offsets have no parts");
  assertStringIncludes(html, "what follows comes too early");
  assertEquals(html.includes("<way>"), false);
});

Deno.test("renderProofPage() names everything that is wrong, with its command", () => {
  const html = pageOf({
    verdict: { outcome: "not proven", exit: 1, sentence: "Not proven: 2" },
    cells: [cell({
      outcome: "wrong",
      found: ["torn"],
      reasons: ["In run: unit 7 of a is called torn"],
    })],
    flips: { flips: 32_768, named: 32_767, firstWrong: 9 },
    clean: {
      asked: 100,
      runs: [{
        ...{ backend: "s3", load: "mixed objects", comparedUnits: 1200 },
        ...{ accused: 1, reason: "Unit 3 of k is torn", isFailed: false },
      }],
    },
  });
  assertStringIncludes(html, '<header class="bad">');
  assertStringIncludes(html, "In run: unit 7 of a is called torn");
  assertStringIncludes(html, "prove --only zeroed --backend file --seed 2a");
  assertStringIncludes(html, "prove --only clean --backend s3 --seed 2a");
  assertEquals(rowsOf(html), [["zeroed", "NO: torn"]]);
  for (
    const [path, value] of [
      ["flips.named", 32_767],
      ["flips.firstWrong", 9],
      ["clean.asked", 100],
      ["clean.runs.0.comparedUnits", 1200],
      ["clean.runs.0.accused", 1],
    ]
  ) {
    assert(
      html.includes(`data-path="${path}" data-value="${value}"`),
      `${path}`,
    );
  }
});

Deno.test("renderProofPage() warns of a proof that was stopped early", () => {
  const html = pageOf({
    verdict: { outcome: "interrupted", exit: 130, sentence: "Stopped early" },
    cells: [],
  });
  assertStringIncludes(html, '<header class="warn">');
  assertEquals(html.includes('id="faults"'), false);
});
