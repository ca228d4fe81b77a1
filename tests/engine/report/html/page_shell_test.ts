import { assertEquals } from "@std/assert";
import { markup } from "../../../../engine/report/html/markup.ts";
import { renderPage } from "../../../../engine/report/html/page_shell.ts";

function page(changes: { mark?: string; script?: string }): string {
  return renderPage({
    title: "a </title>",
    mark: null,
    body: markup`<p>x</p>`,
    charts: [],
    script: "run()",
    ...changes,
  });
}

Deno.test("renderPage() forbids itself the network", () => {
  const html = page({});
  assertEquals(html.includes("default-src 'none'"), true);
  assertEquals(/(src|href)="(?!#|data:)/.test(html), false);
});

Deno.test("renderPage() lets neither script nor title nor mark break out", () => {
  const html = page({ mark: "--><script>", script: 'x = "</script>"' });
  assertEquals(html.match(/<script/g)?.length, 2);
  assertEquals(html.match(/<\/script>/g)?.length, 2);
  assertEquals(html.match(/<\/title>/g)?.length, 1);
  assertEquals(html.startsWith("<!-- "), true);
});
