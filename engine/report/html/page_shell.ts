/**
 * One page as one file: nothing of it comes from elsewhere, and a policy in its
 * head keeps it so. Goes in: title and body; comes out: the file.
 */
import type { Chart } from "./chart_spec.ts";
import { jsonMarkup, Markup, markup } from "./markup.ts";
import { PAGE_STYLE } from "./page_style.ts";

/** A page before it is a file. */
export interface PageOptions {
  readonly title: string;
  /** A comment before everything; `null` for none. */
  readonly mark: string | null;
  readonly body: Markup;
  readonly charts: readonly Chart[];
  /** The bundled script that draws the charts. */
  readonly script: string;
}

/** Ends with a line break. Without scripting all but the charts is there. */
export function renderPage(page: PageOptions): string {
  const { title, mark, body, charts, script } = page;
  // Dashes would end the comment.
  const comment = mark === null
    ? ""
    : `<!-- ${mark.replaceAll(/[<>]|--/g, "_")} -->\n`;
  return comment + markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
${body}
<script type="application/json" id="charts">${jsonMarkup(charts)}</script>
<script>${new Markup(withoutEnd(script))}</script>
</body>
</html>
`.html;
}

/** The script is ours, but a text in it may hold the end of its element. */
function withoutEnd(script: string): string {
  return script.replaceAll(/<\/(script)/gi, "<\\/$1");
}
