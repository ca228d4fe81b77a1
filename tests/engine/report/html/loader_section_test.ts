import { assert, assertEquals } from "@std/assert";
import { ChartBook } from "../../../../engine/report/html/chart_spec.ts";
import { loaderSection } from "../../../../engine/report/html/loader_section.ts";
import { judgeLoader } from "../../../../engine/report/loader_judgement.ts";
import { loaderRecording } from "../../../_support/loader_fixture.ts";

const EPOCH = {
  ...{ delivered: 10, skipped: 0, dropped: 0, batches: 2, hits: 3, misses: 1 },
  ...{ startNs: 5e9, durationNs: 2e9, utilisation: 0.5, samplesPerSecond: 7 },
};

Deno.test("loaderSection() draws each epoch over the time that it took", () => {
  const book = new ChartBook();
  const later = { ...EPOCH, startNs: 8e9, utilisation: null };
  const judged = judgeLoader(loaderRecording({ epochs: [EPOCH, later] }));
  const { html } = loaderSection(judged, 1, book);
  const [rate, shares] = book.charts;
  assertEquals(rate?.kind === "lines" && rate.x, [0, 2, 3, 5]);
  assertEquals(
    shares?.kind === "lines" &&
      shares.series.map(({ name, values }) => [name, ...values]),
    [["busy", 50, 50, null, null], ["hits", 75, 75, 75, 75]],
  );
  assert(html.includes('data-path="loader.1.epochs.0.samplesPerSecond"'));
});

Deno.test("loaderSection() shows what read nothing, and reports without times", () => {
  const bare = new ChartBook();
  const { startNs: _, ...epoch } = EPOCH;
  for (const epochs of [[], [epoch]]) {
    const judged = judgeLoader(loaderRecording({ epochs, cache: null }));
    assert(loaderSection(judged, 0, bare).html.includes("training data"));
  }
  assertEquals(
    bare.charts.every(({ title }) => title.startsWith("Hits")),
    true,
  );
});
