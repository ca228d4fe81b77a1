import { assert, assertEquals } from "@std/assert";
import { bundlePage } from "../../cmd/bundle_page.ts";
import { htmlPage } from "../../cmd/html_page.ts";
import type { Report } from "../../engine/mod.ts";
import { fullReport } from "../_support/full_report.ts";
import { interval } from "../_support/report_fixture.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Debian's name first; a host without any skips, and says so. */
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

function findBrowser(): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return BROWSERS.flatMap((name) => folders.map((one) => `${one}/${name}`))
    .find((path) => {
      try {
        return Deno.statSync(path).isFile;
      } catch {
        return false;
      }
    });
}

/** With a name that would be run, and four seconds of two operations. */
function shownReport(): Report {
  const report = fullReport();
  const { ops, ...row } = interval();
  const write = {
    ...ops.write,
    p90Ns: 110_000,
    p999Ns: 900_000,
    classes: [66, 900, 80, 0, 0, 20],
  };
  const intervals = Array.from({ length: 4 }, (_, second) => ({
    ...row,
    startNs: (1 + second) * 1e9,
    endNs: (2 + second) * 1e9,
    isWarmup: second === 0,
    ops: { ...ops, write, read: write },
  }));
  const steps = report.steps.map((step) => ({ ...step, intervals }));
  const text = JSON.stringify({ ...report, steps });
  return JSON.parse(
    text.replaceAll('"sv-run-000.dat"', '"<script>throw 1</script>"'),
  );
}

/** What the browser made of the page, and what it said on its console. */
async function openPage(browser: string, html: string) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/page.html`, html);
    const { stdout, stderr } = await new Deno.Command(browser, {
      args: [
        ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
        ...["--disable-dev-shm-usage", "--disable-background-networking"],
        ...[`--user-data-dir=${folder}/profile`, "--window-size=1300,2000"],
        ...["--enable-logging=stderr", "--virtual-time-budget=5000"],
        ...["--dump-dom", `file://${folder}/page.html`],
      ],
      env: { HOME: folder },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const console = text(stderr).split("\n")
      .filter((line) => /CONSOLE/.test(line));
    return { dom: text(stdout), console };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
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

const BROWSER = findBrowser();

Deno.test({
  name: "a browser draws the whole page without an error, with the figures " +
    "of the JSON" +
    (BROWSER === undefined ? " (no chromium on this host)" : ""),
  ignore: BROWSER === undefined,
  fn: async () => {
    await bundlePage(ROOT);
    const report = shownReport();
    const html = await htmlPage(report);
    const { dom, console } = await openPage(BROWSER ?? "", html);
    assertEquals(console, []);
    const places = [...html.matchAll(/data-chart="/g)].length;
    assert(places > 10, `only ${places} charts`);
    assert(dom.includes(`data-drawn="${places}"`), "not every chart is drawn");
    assert(dom.includes('data-failed=""'), "a chart could not be drawn");
    // One canvas each: the library made every one of them.
    assertEquals([...dom.matchAll(/<canvas/g)].length, places);
    assert(dom.includes('data-points="8"'), "four seconds, both ends");
    const figures = [
      ...dom.matchAll(/data-path="([^"]+)" data-value="([^"]+)"/g),
    ];
    assert(figures.length > 60, `only ${figures.length} figures`);
    for (const [, path = "", value] of figures) {
      assertEquals(Number(value), at(report, path), path);
    }
    assertEquals(dom.includes("<script>throw"), false);
  },
});
