import { assertEquals } from "@std/assert";
import {
  escapeText,
  jsonMarkup,
  markup,
} from "../../../../engine/report/html/markup.ts";

Deno.test("markup`` escapes every text, in lists too", () => {
  const key = `<script>alert("1" & '2')</script>`;
  assertEquals(
    markup`<b title="${key}">${[key, 1, null]}</b>`.html.includes("<script"),
    false,
  );
  assertEquals(markup`<i>${'"'}</i>`.html, "<i>&#34;</i>");
});

Deno.test("markup`` leaves what another template made as it is", () => {
  assertEquals(
    markup`<p>${markup`<b>${"<"}</b>`}</p>`.html,
    "<p><b>&#60;</b></p>",
  );
});

Deno.test("escapeText() shows controls and marks of direction", () => {
  assertEquals(escapeText("a\u0007b\u202ec"), "a‹U+0007›b‹U+202E›c");
  assertEquals(escapeText("a\nb\tc"), "a\nb\tc");
});

Deno.test("jsonMarkup() cannot end its script, and is the same value", () => {
  const value = ["</script><script>", "<!--", "\u2028", "&"];
  const { html } = jsonMarkup(value);
  assertEquals(/[<>&\u2028]/.test(html), false);
  assertEquals(JSON.parse(html), value);
});
