/**
 * What a load of training data has beside its lanes: epochs as charts and as a
 * table, the cache, what was fetched ahead, and how long a hit took.
 */
import { formatCount } from "../../profile/mod.ts";
import type { LoaderJudgement } from "../loader_judgement.ts";
import { loaderFacts } from "../loader_text.ts";
import type { ChartBook, LineChart, LineSeries } from "./chart_spec.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { valueMarkup } from "./record_section.ts";
import { curvesChart, held, rounded } from "./step_charts.ts";
import { durationCell, NOTHING } from "./step_tables.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";

type Epoch = LoaderJudgement["epochs"][number];

/** `index` is the place of the step in the report. */
export function loaderSection(
  judged: LoaderJudgement,
  index: number,
  book: ChartBook,
): Markup {
  const { cache, epochs, hits, prefetch, trouble } = judged;
  const path = `loader.${index}`;
  const isBad = trouble.corrupt + trouble.missing + trouble.truncated > 0;
  return markup`<section id="loader-${index}" class="step${
    isBad ? " bad" : ""
  }"><h2>${judged.step}: training data <small>${judged.target}</small></h2>
<p class="facts">${loaderFacts(judged)}</p><div class="charts">${
    epochCharts(epochs, `loader-${index}`).map((chart) => book.add(chart))
  }${
    hits === null ? null : book.add(
      curvesChart("Hits of the cache by share", [
        { name: "hit", color: "c3", found: hits },
      ]),
      "from asking to having it",
    )
  }</div>${epochTable(epochs, path)}${
    part("Cache", {
      ...{ value: cache, path: `${path}.cache` },
    })
  }${
    part("Fetched ahead", {
      ...{ value: prefetch, path: `${path}.prefetch` },
    })
  }</section>\n`;
}

/** Rates of each epoch, and shares of it; none where nothing was read. */
function epochCharts(epochs: readonly Epoch[], group: string): LineChart[] {
  const [first] = epochs;
  if (first?.startNs === undefined) return [];
  const zeroNs = first.startNs;
  const x = epochs.flatMap(({ durationNs, startNs = zeroNs }) =>
    [startNs, startNs + durationNs].map((ns) => rounded((ns - zeroNs) / 1e9))
  );
  const line = (
    name: string,
    color: string,
    of: (epoch: Epoch) => number | null,
  ): LineSeries => ({
    ...{ name, color },
    values: held(
      epochs.map(of)
        .map((value) => value === null ? null : rounded(value)),
    ),
  });
  const chart = (
    own: Pick<LineChart, "title" | "yAxis" | "series">,
  ): LineChart[] => {
    const series = own.series.filter(({ values }) =>
      values.some((value) => value !== null)
    );
    return series.length === 0 ? [] : [{
      ...{ kind: "lines", x, xAxis: "seconds", isLog: false, shaded: [] },
      ...{ marks: [], group, ...own, series },
    }];
  };
  return [
    ...chart({
      title: "Samples a second, epoch by epoch",
      yAxis: "count",
      series: [
        line("samples", "c0", ({ samplesPerSecond }) => samplesPerSecond),
      ],
    }),
    ...chart({
      title: "Accelerators busy, and hits of the cache",
      yAxis: "percent",
      series: [
        line("busy", "c3", ({ utilisation }) => percentOf(utilisation)),
        line("hits", "c0", (epoch) => percentOf(hitShare(epoch))),
      ],
    }),
  ];
}

function percentOf(share: number | null): number | null {
  return share === null ? null : share * 100;
}

function hitShare({ hits, misses }: Epoch): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses);
}

function epochTable(epochs: readonly Epoch[], path: string): Part {
  return tableMarkup({
    head: [
      ...["epoch", "delivered", "skipped", "left out", "batches", "took"],
      ...["samples/s", "busy", "hits", "misses", "hit rate"],
    ],
    rows: epochs.map((epoch, index) => {
      const at = `${path}.epochs.${index}`;
      const count = (
        name:
          | "batches"
          | "delivered"
          | "dropped"
          | "hits"
          | "misses"
          | "skipped",
      ): Cell => ({
        ...figure(formatCount(epoch[name]), `${at}.${name}`, epoch[name]),
        ...(epoch[name] === 0 && { mark: "faint" as const }), // not any text
      });
      const { samplesPerSecond, utilisation } = epoch;
      const hit = percentOf(hitShare(epoch));
      return [
        { shows: String(index + 1) },
        ...[count("delivered"), count("skipped"), count("dropped")],
        count("batches"),
        durationCell(epoch.durationNs, `${at}.durationNs`),
        samplesPerSecond === null ? NOTHING : figure(
          formatCount(Math.round(samplesPerSecond)),
          `${at}.samplesPerSecond`,
          samplesPerSecond,
        ),
        utilisation === null ? NOTHING : figure(
          `${(utilisation * 100).toFixed(1)} %`,
          `${at}.utilisation`,
          utilisation,
        ),
        ...[count("hits"), count("misses")],
        hit === null ? NOTHING : { shows: `${hit.toFixed(1)} %` },
      ];
    }),
  });
}

interface Valued {
  readonly value: unknown;
  readonly path: string;
}

function part(title: string, { value, path }: Valued): Part {
  if (value === null) return null;
  return markup`<h3>${title}</h3>${valueMarkup(value, { path, name: "" })}`;
}
