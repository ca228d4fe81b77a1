/** The door of the pages: reports and comparisons as HTML. */
export { renderHtml } from "./render_html.ts";
