import { assertEquals } from "@std/assert";
import {
  FAULT_CLASSES,
  type FaultClass,
} from "../../../engine/proof/fault_class.ts";
import {
  absentCell,
  type Cell,
  type CellReading,
  type FaultPut,
  judgeCell,
  untriedCell,
} from "../../../engine/proof/judge_cell.ts";
import { cellFinding, cellReading, faultPut } from "./proof_fixture.ts";

function classOf(id: string): FaultClass {
  const found = FAULT_CLASSES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no class ${id}`);
  return found;
}

function judge(
  readings: readonly CellReading[],
  put: FaultPut = faultPut(),
  id = "zeroed",
): Cell {
  return judgeCell(classOf(id), { backend: "file", put, readings });
}

function reasonsOf(...readings: CellReading[]): readonly string[] {
  return judge(readings).reasons;
}

Deno.test("judgeCell() takes a fault that both readings name", () => {
  const both = [cellReading(), cellReading({ name: "verify" })];
  assertEquals(judge(both).outcome, "named");
  assertEquals(judge(both).found, ["zeroed"]);
  assertEquals(judge(both).evidence, "Unit 7 of a is all zeros: zeroed");
});

Deno.test("judgeCell() takes no fault that a reading misses", () => {
  assertEquals(reasonsOf(cellReading({ findings: [] })), [
    "In run: missed: unit 7 of a was not accused",
  ]);
  assertEquals(
    reasonsOf(cellReading(), cellReading({ name: "verify", findings: [] })),
    ["In verify: missed: unit 7 of a was not accused"],
  );
  assertEquals(judge([cellReading({ findings: [] })]).outcome, "wrong");
});

Deno.test("judgeCell() takes no other name", () => {
  assertEquals(
    reasonsOf(cellReading({ findings: [cellFinding({ class: "torn" })] })),
    ["In run: unit 7 of a was called torn: it is zeroed"],
  );
  const both = [cellFinding(), cellFinding({ class: "torn" })];
  assertEquals(judge([cellReading({ findings: both })]).outcome, "wrong");
});

Deno.test("judgeCell() takes no other place", () => {
  assertEquals(
    reasonsOf(cellReading({ findings: [cellFinding({ unit: 8 })] })),
    [
      "In run: missed: unit 7 of a was not accused",
      "In run: unit 8 of a is sound and was accused: zeroed",
    ],
  );
  const elsewhere = [cellFinding({ object: "b" })];
  assertEquals(judge([cellReading({ findings: elsewhere })]).outcome, "wrong");
});

Deno.test("judgeCell() takes no false alarm beside a right name", () => {
  const alarm = [cellFinding(), cellFinding({ unit: 9 })];
  assertEquals(reasonsOf(cellReading({ findings: alarm })), [
    "In run: unit 9 of a is sound and was accused: zeroed",
  ]);
});

Deno.test("judgeCell() takes no reading that compared or told too little", () => {
  assertEquals(reasonsOf(cellReading({ comparedUnits: 0 })), [
    "In run: nothing was compared",
  ]);
  assertEquals(reasonsOf(cellReading({ omitted: 3 })), [
    "In run: 3 findings were counted and not told",
  ]);
  assertEquals(reasonsOf(), ["Nothing was read"]);
  assertEquals(
    judge([cellReading({ findings: [] })], faultPut({ places: [] }))
      .reasons,
    ["Nothing was damaged"],
  );
});

Deno.test("judgeCell() wants nothing accused once a passing fault is over", () => {
  const put = faultPut({ lasts: false });
  const clean = cellReading({ name: "verify", findings: [] });
  assertEquals(judge([cellReading(), clean], put).outcome, "named");
  assertEquals(
    judge([cellReading(), cellReading({ name: "verify" })], put).reasons,
    ["In verify: unit 7 of a is sound and was accused: zeroed"],
  );
});

Deno.test("judgeCell() names each place by its role", () => {
  const put = faultPut({
    places: [
      { role: "damaged", object: "a", units: [3, 3] },
      { role: "missed", object: "a", units: [9, 9] },
    ],
  });
  const misdirected = cellFinding({ class: "misdirected", unit: 3 });
  const lost = cellFinding({ class: "lost", unit: 9 });
  const right = cellReading({ findings: [misdirected, lost] });
  assertEquals(judge([right], put, "misdirected").outcome, "named");
  const turned = cellReading({
    findings: [
      { ...misdirected, class: "lost" },
      { ...lost, class: "misdirected" },
    ],
  });
  assertEquals(judge([turned], put, "misdirected").reasons.length, 2);
});

Deno.test("judgeCell() takes any unit of a place that is more than one", () => {
  const whole = faultPut({
    places: [{ role: "damaged", object: "a", units: null }],
  });
  assertEquals(judge([cellReading()], whole).outcome, "named");
  assertEquals(judge([cellReading({ findings: [] })], whole).reasons, [
    "In run: missed: a was not accused",
  ]);
  const part = faultPut({
    places: [{ role: "damaged", object: "a", units: [8, 9] }],
  });
  assertEquals(
    judge([cellReading()], part).reasons[0],
    "In run: missed: units 8 to 9 of a was not accused",
  );
});

Deno.test("absentCell() and untriedCell() say why there is no judgement", () => {
  const parts = classOf("short-part");
  assertEquals(absentCell(parts, "file").reasons, ["offsets have no parts"]);
  assertEquals(absentCell(parts, "file").outcome, "absent");
  const untried = untriedCell(parts, "s3", {
    outcome: "failed",
    reason: "No room",
  });
  assertEquals([untried.outcome, ...untried.reasons], ["failed", "No room"]);
});
