/**
 * Pages of reports and comparisons: the renderers of the engine, loaded only
 * for them, with the bundled script that draws their charts.
 */
import type { Report } from "../engine/mod.ts";
import { UsageError } from "./usage_error.ts";

const UNMADE = "Cannot write HTML: the script of its page is not made: run " +
  '"deno task page"';

/** Fails with a `UsageError` in a checkout where the script is not made yet. */
export async function htmlPage(report: Report): Promise<string> {
  const { renderHtml } = await import("../engine/report/html/mod.ts");
  return renderHtml(report, await pageScript());
}

/** The script as the build left it, also inside the compiled program. */
export async function pageScript(url = scriptUrl()): Promise<string> {
  try {
    return await Deno.readTextFile(url);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError([UNMADE]);
  }
}

/** Why no page can be written, known before a run and not after it. */
export function pageMistakes(url = scriptUrl()): string[] {
  try {
    Deno.statSync(url);
    return [];
  } catch {
    return [UNMADE];
  }
}

function scriptUrl(): URL {
  return new URL("../ffi/build/page/page.js", import.meta.url);
}
