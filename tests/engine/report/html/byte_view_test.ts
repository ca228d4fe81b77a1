import { assertEquals } from "@std/assert";
import { byteView } from "../../../../engine/report/html/byte_view.ts";
import { markup } from "../../../../engine/report/html/markup.ts";
import { fullReport } from "../../../_support/full_report.ts";

const [FINDING] = fullReport().findings;
if (FINDING === undefined) throw new TypeError("has a finding");

Deno.test("byteView() marks the bytes that differ, on both sides", () => {
  const { html } = markup`${byteView(FINDING)}`;
  assertEquals(html.includes("01 02 <b>ff</b>"), true);
  assertEquals(html.includes("01 02 <b>00</b>"), true);
});

Deno.test("byteView() says what words say of themselves", () => {
  const word = {
    side: "found",
    fromByte: 64,
    toByte: 71,
    kind: "payload",
    object: "<b>",
    unit: 333,
    generation: 4,
  } as const;
  const { html } = markup`${byteView({ ...FINDING, words: [word] })}`;
  assertEquals(html.includes("&#60;b&#62;"), true);
  assertEquals(html.includes(">333<"), true);
});

Deno.test("byteView() of a missing object is nothing", () => {
  const none = { ...FINDING, expectedSample: "", foundSample: "" };
  assertEquals(byteView(none), null);
});
