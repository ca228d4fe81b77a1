/**
 * Draws all charts of a page, and draws them again when its width or its colors
 * change, and for paper. What was drawn is told on the root of the page, so
 * that a test, or a person, can see that nothing was left out.
 */
import uPlot from "uplot";
import type { Chart } from "../chart_spec.ts";
import { type Browser, chartsOf, type PageElement } from "./browser.ts";
import { heatDrawing } from "./heat_chart.ts";
import { type Drawing, lineDrawing } from "./line_chart.ts";
import { switchTheme, type Theme, themeOf } from "./theme.ts";

/** Of a sheet of paper, in two columns. */
const PAPER_WIDTH = 340;
const WIDTH_MIN = 240;

/** The one thing that the page's script does. */
export function drawPage(browser: Browser): void {
  const charts = chartsOf(browser);
  const draw = () => drawAll(browser, charts);
  const { document, matchMedia } = browser;
  document.getElementById("theme")?.addEventListener("click", () => {
    switchTheme(browser);
    draw();
  });
  let isWaiting = false;
  browser.addEventListener("resize", () => {
    if (isWaiting) return;
    isWaiting = true;
    browser.requestAnimationFrame(() => {
      isWaiting = false;
      draw();
    });
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
  draw();
}

function drawAll(browser: Browser, charts: readonly Chart[]): void {
  const theme = themeOf(browser);
  const isPaper = browser.matchMedia("print").matches;
  const { dataset } = browser.document.documentElement;
  const failures: string[] = [];
  let drawn = 0;
  for (const place of browser.document.querySelectorAll("[data-chart]")) {
    const chart = charts[Number(place.dataset["chart"])];
    if (chart === undefined) continue;
    try {
      const width = isPaper ? PAPER_WIDTH : place.clientWidth;
      drawOne(browser, { chart, place, theme, width });
      drawn++;
    } catch (error) {
      // One chart that cannot be drawn leaves the others.
      failures.push(String(error));
      place.textContent = `This chart cannot be drawn: ${String(error)}`;
    }
  }
  dataset["drawn"] = String(drawn);
  dataset["failed"] = failures.join("; ");
}

interface Placed {
  readonly chart: Chart;
  readonly place: PageElement;
  readonly theme: Theme;
  readonly width: number;
}

function drawOne(browser: Browser, placed: Placed): void {
  const { chart, place, theme } = placed;
  const width = Math.max(WIDTH_MIN, Math.floor(placed.width));
  const reading = browser.document.createElement("div");
  reading.className = "reading";
  const drawing: Drawing = chart.kind === "heat"
    ? heatDrawing(chart, {
      theme,
      width,
      tell: (text) => reading.textContent = text,
    })
    : lineDrawing(chart, theme, width);
  place.replaceChildren();
  // The library has the types of a browser; ours are the part that it shares.
  const plot = new uPlot(drawing.options, drawing.values, place as never);
  if (chart.kind === "heat") place.append(reading);
  place.dataset["points"] = String(
    chart.kind === "heat" ? chart.columns.length : plot.data[0].length,
  );
}
