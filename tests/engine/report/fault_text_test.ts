import { assertEquals } from "@std/assert";
import {
  besideFaults,
  faultCountTexts,
  faultMark,
} from "../../../engine/report/fault_text.ts";
import {
  buildReport,
  renderHdrLog,
  renderText,
  saveReport,
} from "../../../engine/report/mod.ts";
import { recording } from "../../_support/report_fixture.ts";

const ARMED = ["write.lost:after=3 fired once", "fiu-ctrl in /f"];
const MARK = "FAULTS ARMED: write.lost:after=3 fired once, fiu-ctrl in /f";
const POINTS = [
  { point: "write.lost", reached: 1064, fired: 1 },
  { point: "read.eio", reached: 0, fired: 0 },
  { point: "submit.eio", reached: 64, fired: 0 },
  { point: "sync.lie", reached: 2, fired: 2 },
];

Deno.test("every rendering of a run with faults begins with the mark", () => {
  const report = buildReport(
    recording({ faultsArmed: ARMED, faultPoints: POINTS }),
  );
  const renderings = {
    text: renderText(report, { width: 80, color: false }),
    json: saveReport(report),
    hdr: renderHdrLog(report),
  };
  for (const [name, text] of Object.entries(renderings)) {
    const [first = ""] = text.split("\n");
    assertEquals(first.includes("write.lost:after=3 fired once"), true, name);
    assertEquals(/faults ?armed/i.test(first), true, name);
  }
});

Deno.test("a clean run has no mark in any rendering", () => {
  const report = buildReport(recording());
  assertEquals(faultMark(report), null);
  const texts = [
    renderText(report, { width: 80, color: false }),
    renderHdrLog(report),
  ];
  for (const text of texts) assertEquals(/faults? /i.test(text), false);
  assertEquals(JSON.parse(saveReport(report)).faultsArmed, []);
});

Deno.test("faultMark() names all that was armed", () => {
  assertEquals(faultMark({ faultsArmed: ARMED }), MARK);
});

Deno.test("faultCountTexts() tells armed and fired points, then the others", () => {
  const faultsArmed = ["write.lost:after=3 fired once", "read.eio never"];
  const report = buildReport(recording({ faultsArmed, faultPoints: POINTS }));
  assertEquals(faultCountTexts(report), [
    "write.lost reached 1,064 times, fired once",
    "read.eio never reached",
    "sync.lie reached 2 times, fired 2 times",
    "Reached as well, and not armed: submit.eio 64",
  ]);
  assertEquals(faultCountTexts(buildReport(recording())), []);
});

Deno.test("besideFaults() leaves the sentence of a clean run as it is", () => {
  assertEquals(besideFaults("All well", { faultsArmed: [] }), "All well");
  assertEquals(
    besideFaults("Cannot read", { faultsArmed: ["read.eio"] }),
    "With faults armed (read.eio): cannot read",
  );
});
