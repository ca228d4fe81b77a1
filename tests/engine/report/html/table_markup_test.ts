import { assertEquals } from "@std/assert";
import { markup } from "../../../../engine/report/html/markup.ts";
import {
  figure,
  tableMarkup,
} from "../../../../engine/report/html/table_markup.ts";

Deno.test("tableMarkup() says of a figure where it is and what exactly", () => {
  const part = tableMarkup({
    head: ["<name", "p99"],
    rows: [["a<b", { ...figure("1.2", "steps.0.x", 1234), mark: "bad" }]],
  });
  const { html } = markup`${part}`;
  assertEquals(
    html.includes(
      '<td class="bad" data-path="steps.0.x" data-value="1234">1.2</td>',
    ),
    true,
  );
  assertEquals(html.includes('<td class="t">a&#60;b</td>'), true);
});

Deno.test("tableMarkup() of no rows is nothing", () => {
  assertEquals(tableMarkup({ head: ["a"], rows: [] }), null);
});

Deno.test("tableMarkup() marks tables whose last column is sentences", () => {
  const told = (isTold: boolean) =>
    markup`${tableMarkup({ head: ["<a"], rows: [["b"]], isTold })}`.html;
  assertEquals(told(true).includes('<div class="scroll told">'), true);
  assertEquals(told(false).includes('<div class="scroll">'), true);
});
