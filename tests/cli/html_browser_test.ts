import { assert, assertEquals } from "@std/assert";
import { bundlePage } from "../../cmd/bundle_page.ts";
import { htmlPage, pageScript } from "../../cmd/html_page.ts";
import {
  FAULT_CLASSES,
  PROOF_BACKENDS,
  type Report,
} from "../../engine/mod.ts";
import { renderProofPage } from "../../engine/report/html/mod.ts";
import {
  limitOfTarget,
  renderLimitPage,
  renderSweepPage,
} from "../../engine/report/limit/mod.ts";
import { judgeConsistency } from "../../engine/report/consistency_judgement.ts";
import { judgeLoader } from "../../engine/report/loader_judgement.ts";
import { judgeTable } from "../../engine/report/table_judgement.ts";
import {
  consistencyEnded,
  consistencyReport,
  staleRead,
} from "../_support/consistency_fixture.ts";
import { fullReport } from "../_support/full_report.ts";
import {
  assertDrawn,
  assertFigures,
  findBrowser,
  openPage,
  PRINT_SCALE,
  printScales,
} from "../_support/page_browser.ts";
import { loaderRecording } from "../_support/loader_fixture.ts";
import { copiesJudged } from "../_support/pipeline_fixture.ts";
import { interval } from "../_support/report_fixture.ts";
import { tableEnded } from "../_support/table_load_fixture.ts";
import { limitReport, tried } from "../engine/report/limit/limit_fixture.ts";
import { proof } from "../engine/proof/proof_fixture.ts";
import { sweepReport, swept } from "../engine/report/limit/sweep_fixture.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Steps that have no lanes, each with a course or with evidence. */
function withoutLanes(): Partial<Report> {
  const course = Array.from({ length: 4 }, (_, second) => ({
    ...{ startNs: second * 1e9, endNs: (second + 1) * 1e9, count: 2, bytes: 9 },
    ...{ retries: 1, p50Ns: 1e6, p99Ns: 2e6, maxNs: 3e6, heldBytesMax: 2048 },
  }));
  const epoch = {
    ...{ delivered: 9, skipped: 0, dropped: 0, batches: 3, hits: 4, misses: 5 },
    ...{ startNs: 1e9, durationNs: 2e9, utilisation: 0.5, samplesPerSecond: 7 },
  };
  const report = consistencyReport({ findings: [staleRead()] });
  return {
    pipeline: [copiesJudged("m", { course })],
    table: [judgeTable(tableEnded({ course }))],
    loader: [judgeLoader(loaderRecording({ epochs: [epoch] }))],
    consistency: [judgeConsistency(consistencyEnded({ report }))],
  };
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
  const text = JSON.stringify({ ...report, steps, ...withoutLanes() });
  return JSON.parse(
    text.replaceAll('"sv-run-000.dat"', '"<script>throw 1</script>"'),
  );
}

const BROWSER = findBrowser();

/** Without a browser it is skipped, and its name says why. */
function browserTest(name: string, body: (browser: string) => Promise<void>) {
  Deno.test({
    name: name + (BROWSER === undefined ? " (no chromium on this host)" : ""),
    ignore: BROWSER === undefined,
    fn: () => body(BROWSER ?? ""),
  });
}

browserTest(
  "a browser draws the whole page without an error, with the figures of the " +
    "JSON",
  async (browser) => {
    await bundlePage(ROOT);
    const report = shownReport();
    const html = await htmlPage(report);
    const { dom, console } = await openPage(browser, html);
    assertEquals(console, []);
    const places = assertDrawn(html, dom);
    assert(places > 19, `only ${places} charts`);
    assert(dom.includes('data-points="8"'), "four seconds, both ends");
    const figures = assertFigures(dom, report);
    assert(figures > 120, `only ${figures} figures`);
    assertEquals(dom.includes("<script>throw"), false);
  },
);

browserTest(
  "a browser prints the whole page as large as it is, with nothing cut",
  async (browser) => {
    await bundlePage(ROOT);
    const html = await htmlPage(shownReport());
    const scales = await printScales(browser, html);
    assert(scales.length > 2, `only ${scales.length} sheets`);
    assertEquals(scales, scales.map(() => PRINT_SCALE));
    // Too wide by a part alone, and all of it is small.
    const wide = html.replace(
      "<main>",
      '<main><div style="width: 1000px">too wide</div>',
    );
    const [first = PRINT_SCALE] = await printScales(browser, wide);
    assert(first < PRINT_SCALE, "what is too wide is not noticed");
  },
);

browserTest(
  "a browser draws the limits of two targets, with the figures of the JSON",
  async (browser) => {
    await bundlePage(ROOT);
    const trials = [tried(1000, 1e6), tried(2000, 2e6), tried(4000, 9e6)];
    const of = (target: string, count: number) =>
      limitOfTarget({
        ...{ target, url: `file:///${target}`, trials: trials.slice(0, count) },
        found: { kind: "limit", perSecond: 2000 },
      });
    const report = limitReport({ targets: [of("a", 3), of("b", 1)] });
    const html = renderLimitPage(report, await pageScript());
    const { dom, console } = await openPage(browser, html);
    assertEquals(console, []);
    assertEquals(assertDrawn(html, dom), 2);
    assert(assertFigures(dom, report) >= 4 * 5, "each try has five figures");
  },
);

browserTest(
  "a browser shows a proof, with the figures of the JSON",
  async (browser) => {
    await bundlePage(ROOT);
    const run = { load: "mixed", comparedUnits: 900, accused: 0 };
    const made = proof({
      flips: { flips: 32_768, named: 32_767, firstWrong: 9 },
      clean: {
        asked: 500,
        runs: [{ ...run, backend: "mem", isFailed: false }],
      },
    });
    const html = renderProofPage({
      ...{ proof: made, classes: FAULT_CLASSES, backends: PROOF_BACKENDS },
      script: await pageScript(),
    });
    const { dom, console } = await openPage(browser, html);
    assertEquals(console, []);
    assertEquals(assertDrawn(html, dom), 0);
    assertEquals(assertFigures(dom, made), 7);
  },
);

browserTest(
  "a browser draws a sweep over two keys, with the figures of the JSON",
  async (browser) => {
    await bundlePage(ROOT);
    const rows = [4096, 65536, 2 ** 20].flatMap((blockSizeBytes) =>
      [1, 16].map((depth) => swept({ blockSizeBytes, depth }))
    );
    const report = sweepReport(rows);
    const html = renderSweepPage(report, await pageScript());
    const { dom, console } = await openPage(browser, html);
    assertEquals(console, []);
    assertEquals(assertDrawn(html, dom), 2);
    assert(dom.includes('data-points="3"'), "three sizes of blocks");
    assert(assertFigures(dom, report) >= 6 * 5, "each row has five figures");
  },
);
