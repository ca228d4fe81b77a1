import { assert } from "@std/assert";
import { timeBar } from "../../../../engine/report/html/time_bar.ts";

Deno.test("timeBar() is where the attempt was, and never too thin to be seen", () => {
  const { html } = timeBar({ callNs: 50, returnNs: 100 }, 100);
  assert(html.includes('x="80.0"') && html.includes('width="80.0"'), html);
  const thin = timeBar({ callNs: 100, returnNs: 100 }, 100).html;
  assert(thin.includes('x="158.0"') && thin.includes('width="2.0"'), thin);
});

Deno.test("timeBar() goes on to the end where no answer came", () => {
  const { html } = timeBar({ callNs: 0, returnNs: null }, 100);
  assert(html.includes('class="attempt open"') && html.includes('"160.0"'));
});
