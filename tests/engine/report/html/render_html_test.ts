import { assertEquals } from "@std/assert";
import { renderHtml } from "../../../../engine/report/html/render_html.ts";
import { fullReport } from "../../../_support/full_report.ts";

/** Every figure of a page, by where it says it is in the report. */
function figuresOf(html: string): [string, number][] {
  return [...html.matchAll(/data-path="([^"]+)" data-value="([^"]+)"/g)]
    .map(([, path = "", value]) => [path, Number(value)]);
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (one, name) =>
      typeof one === "object" && one !== null
        ? Reflect.get(one, name)
        : undefined,
    value,
  );
}

Deno.test("renderHtml() shows figures that are those of the report", () => {
  const report = fullReport();
  const figures = figuresOf(renderHtml(report, ""));
  assertEquals(figures.length > 60, true);
  for (const [path, value] of figures) {
    assertEquals(at(report, path), value, path);
  }
});

Deno.test("renderHtml() begins with the faults of a run that had any", () => {
  assertEquals(
    renderHtml(fullReport(), "").startsWith("<!-- FAULTS ARMED"),
    true,
  );
  const clean = { ...fullReport(), faultsArmed: [] };
  assertEquals(renderHtml(clean, "").startsWith("<!doctype html>"), true);
});

Deno.test("renderHtml() escapes names wherever they come from", () => {
  const evil = "<script>alert(1)</script>";
  const text = JSON.stringify(fullReport())
    .replaceAll('"local"', JSON.stringify(evil))
    .replaceAll('"sv-run-000.dat"', JSON.stringify(evil))
    .replaceAll('"overwrite"', JSON.stringify(evil));
  const html = renderHtml(JSON.parse(text), "");
  assertEquals(html.includes("<script>alert"), false);
  assertEquals(html.includes("&#60;script&#62;alert"), true);
  assertEquals(html.match(/<script/g)?.length, 2);
});

Deno.test("renderHtml() leaves out no part that it does not know", () => {
  const html = renderHtml({ ...fullReport(), ...{ extra: { aNs: 5e6 } } }, "");
  assertEquals(html.includes('id="extra"'), true);
  assertEquals(html.includes("5 ms"), true);
});
