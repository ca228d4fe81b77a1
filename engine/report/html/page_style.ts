/**
 * How a page looks: dense, with figures of equal width, light and dark, and on
 * paper. Colors are variables, which the page's script reads for its charts.
 */

const LIGHT = `
  --ground: #f5f6f8; --panel: #ffffff; --line: #dde1e7; --text: #1b2430;
  --faint: #6b7785; --grid: #e6e9ee; --good: #1a7f4b; --bad: #c2262e;
  --warn: #9a6700; --accent: #2563c9; --mark: #fdecec; --code: #f0f2f5;
  --c0: #2563c9; --c1: #d9622b; --c2: #7a8699; --c3: #1a7f4b; --c4: #8f4bc2;
  --c5: #c7327c; --c6: #0f8a9d; --c7: #8a6d1c;
  --r0: #0b3d91; --r1: #2a6fdb; --r2: #7a4fc9; --r3: #c7327c; --r4: #e0862f;
  --heat: 29, 78, 216;`;

const DARK = `
  --ground: #0d1117; --panel: #151b23; --line: #2b333d; --text: #dde4ec;
  --faint: #8793a1; --grid: #242c36; --good: #46c283; --bad: #ff6b6b;
  --warn: #e2b341; --accent: #6aa5ff; --mark: #44191c; --code: #1d2530;
  --c0: #6aa5ff; --c1: #ff9a5c; --c2: #97a3b4; --c3: #46c283; --c4: #c08bf0;
  --c5: #ff7fb6; --c6: #45c4d6; --c7: #d9ba55;
  --r0: #7db0ff; --r1: #58d0e0; --r2: #b79bff; --r3: #ff8cc0; --r4: #ffb266;
  --heat: 106, 165, 255;`;

const BLOCKS = `
* { box-sizing: border-box; }
html { scroll-padding-top: 3rem; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 14px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; }
main, header, footer, nav { max-width: 1280px; margin: 0 auto;
  padding: 0 16px; }
h1 { font-size: 21px; margin: 6px 0 2px; font-weight: 650; }
h3 { font-size: 13px; margin: 10px 0 4px; font-weight: 650; }
h3.bad { color: var(--bad); }
h3.warn { color: var(--warn); }
h2 { font-size: 15px; margin: 0 0 8px; font-weight: 650; }
small { color: var(--faint); font-weight: 400; font-size: 13px;
  overflow-wrap: anywhere; }
code, pre, .bytes { font-family: ui-monospace, "DejaVu Sans Mono", Menlo,
  Consolas, monospace; font-size: 12px; }
code { background: var(--code); padding: 1px 4px; border-radius: 3px;
  overflow-wrap: anywhere; }
pre { background: var(--code); padding: 10px; border-radius: 6px;
  overflow-x: auto; margin: 0; line-height: 1.4; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
header { padding-top: 14px; padding-bottom: 6px; }
.verdict { margin: 0 0 8px; padding: 9px 12px; border-radius: 6px;
  border-left: 5px solid currentColor; background: var(--panel); }
.verdict b { letter-spacing: .04em; margin-right: 6px; }
header.good .verdict b { color: var(--good); }
header.bad .verdict b { color: var(--bad); }
header.warn .verdict b { color: var(--warn); }
header.good .verdict { border-left-color: var(--good); }
header.bad .verdict { border-left-color: var(--bad); }
header.warn .verdict { border-left-color: var(--warn); }
.armed { background: var(--warn); color: var(--panel); font-weight: 650;
  margin: 0 0 8px; padding: 6px 12px; border-radius: 6px;
  overflow-wrap: anywhere; }
.facts, .hint { color: var(--faint); font-size: 12.5px; margin: 2px 0 8px; }
nav { position: sticky; top: 0; z-index: 5; background: var(--ground);
  border-bottom: 1px solid var(--line); display: flex; gap: 14px;
  padding-top: 7px; padding-bottom: 7px; overflow-x: auto; font-size: 13px;
  align-items: center; white-space: nowrap; }
nav button { margin-left: auto; font: inherit; font-size: 12px;
  color: var(--faint); background: none; border: 1px solid var(--line);
  border-radius: 4px; padding: 1px 8px; cursor: pointer; }
section { background: var(--panel); border: 1px solid var(--line);
  border-radius: 8px; padding: 12px 14px; margin: 12px 0; }
section.bad { border-left: 4px solid var(--bad); }
section.warn { border-left: 4px solid var(--warn); }
section.good { border-left: 4px solid var(--good); }
.answer { font-size: 15px; font-weight: 600; margin: 2px 0 8px; }
.count { color: var(--faint); font-weight: 400; }
ul { margin: 0; padding-left: 18px; }
li { margin: 2px 0; overflow-wrap: anywhere; }
footer { color: var(--faint); font-size: 12px; padding-top: 6px;
  padding-bottom: 30px; }`;

const TABLES = `
.scroll { overflow-x: auto; margin: 6px 0; }
table { border-collapse: collapse; font-size: 13px; }
.scroll > table { width: 100%; }
th, td { padding: 3px 10px 3px 0; text-align: right; white-space: nowrap;
  border-bottom: 1px solid var(--grid); vertical-align: baseline; }
th { color: var(--faint); font-weight: 500; font-size: 12px; }
th.t, td.t { text-align: left; }
td.t { white-space: normal; overflow-wrap: break-word; min-width: 5em; }
tbody tr:hover { background: var(--code); }
tbody tr:last-child td { border-bottom: 0; }
.bad > .count, td.bad, span.bad, .class { color: var(--bad); }
td.warn, span.warn { color: var(--warn); }
td.good, span.good { color: var(--good); }
td.faint, .faint { color: var(--faint); }
td.bad, td.warn { font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 14px;
  margin: 8px 0 4px; font-size: 13px; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
dd dl, dd .scroll { margin: 0; }
dd .scroll > table { width: auto; }
dd .scroll td, dd .scroll th { padding-right: 18px; }
.item { border-top: 1px solid var(--grid); padding: 3px 0; }
details { margin: 6px 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.class { font-weight: 650; margin-right: 4px; }
.finding { margin: 6px 0 12px 14px; }
.bar { display: inline-flex; width: 130px; height: 9px; border-radius: 2px;
  overflow: hidden; background: var(--mark); vertical-align: middle; }
.bar i { display: block; height: 100%; }
.bar .compared { background: var(--good); }
.bar .ambiguous { background: var(--warn); }
.bar .skipped { background: var(--c2); }
.bytes { overflow-x: auto; }
.bytes table { font-size: 12px; line-height: 1.3; }
.bytes td { border: 0; padding: 0 14px 0 0; white-space: pre; }
.bytes td.t { white-space: pre; min-width: 0; }
.bytes .l { color: var(--faint); }
.bytes b { color: var(--bad); background: var(--mark); }
.attempt { width: 160px; height: 12px; vertical-align: middle; }
.attempt line { stroke: var(--line); }
.attempt rect { fill: var(--accent); }
.attempt.open rect { fill: var(--warn); opacity: .6; }
.forest { width: 170px; height: 14px; vertical-align: middle; }
.forest line { stroke: var(--faint); }
.forest .zero { stroke: var(--line); }
.forest .ci { stroke: var(--accent); stroke-width: 3; }
.forest circle { fill: var(--text); }
.forest .on { fill: var(--accent); }`;

const CHARTS = `
.charts { display: grid; gap: 10px 18px; margin: 4px 0 10px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); }
@media screen { .charts > figure:last-child:nth-child(odd) {
  grid-column: 1 / -1; } }
@media screen and (max-width: 640px) { .bytes td.l { display: none; }
  .bytes td { padding-right: 8px; } .bytes th.l { display: none; }
  section { padding: 10px 9px; } main { padding: 0 6px; }
  .told thead { display: none; }
  .told tr { display: flex; flex-wrap: wrap; padding: 3px 0;
    border-bottom: 1px solid var(--grid); }
  .told td { border: 0; padding: 1px 10px 1px 0; }
  .told td:last-child { flex: 1 0 100%; padding-left: 14px; }
  td.t:last-child { min-width: 15em; } .told td.t { min-width: 0; } }
figure { margin: 0; min-width: 0; }
figcaption { font-size: 12.5px; font-weight: 600; margin-bottom: 2px; }
.note { color: var(--faint); font-weight: 400; }
.plot { min-height: 190px; }
.uplot { width: min-content; line-height: 1.3; }
.uplot, .uplot *, .uplot *::before, .uplot *::after
  { box-sizing: border-box; }
.u-wrap { position: relative; user-select: none; }
.u-over, .u-under, .u-axis { position: absolute; }
.u-under { overflow: hidden; }
.uplot canvas { display: block; position: relative; width: 100%;
  height: 100%; }
.u-legend { font-size: 11.5px; text-align: left; margin: 0; width: 100%; }
.u-inline { display: block; }
.u-inline * { display: inline-block; }
.u-inline tr { margin-right: 5px; }
.u-legend th, .u-legend td { border: 0; padding: 0 2px; font-size: 11.5px;
  color: var(--text); font-weight: 400; }
.u-legend th > * { vertical-align: middle; }
.u-legend .u-marker { width: 1em; height: 3px; margin-right: 4px; }
.u-legend .u-value { min-width: 3.7em; text-align: left; }
.u-inline.u-live th::after { content: ""; }
.u-series th { cursor: pointer; }
.u-legend .u-off > * { opacity: .35; }
.u-legend tr:hover { background: none; }
.u-select { background: rgba(120, 140, 170, .18); position: absolute;
  pointer-events: none; }
.u-cursor-x, .u-cursor-y { position: absolute; left: 0; top: 0;
  pointer-events: none; }
.u-hz .u-cursor-x { height: 100%; border-right: 1px dashed var(--faint); }
.u-hz .u-cursor-y { width: 100%; border-bottom: 1px dashed var(--faint); }
.u-cursor-pt { position: absolute; top: 0; left: 0; border-radius: 50%;
  border: 0 solid; pointer-events: none;
  background-clip: padding-box !important; }
.u-axis.u-off, .u-select.u-off, .u-cursor-x.u-off, .u-cursor-y.u-off,
.u-cursor-pt.u-off { display: none; }
.reading { font-size: 11.5px; color: var(--faint); min-height: 1.3em; }`;

/**
 * A browser shrinks all until the widest part fits the paper; charts are as
 * wide as the screen at that moment, and drawn anew afterwards.
 */
const PAPER = `
@page { margin: 12mm; }
@media print {
  body { font-size: 11px; background: #fff; }
  nav, noscript { display: none; }
  main, header, footer { max-width: none; padding: 0; }
  section { border: 0; border-top: 1px solid #bbb; border-radius: 0;
    padding: 8px 0; margin: 4px 0; background: none; }
  section.bad, section.warn, section.good { padding-left: 8px; }
  .charts { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .plot { overflow: hidden; }
  figure, tr, li, dl.lines, .bytes, .answer { break-inside: avoid; }
  h2, h3, summary, .facts, thead { break-after: avoid; }
  .scroll, .bytes { overflow: visible; }
  table, .bytes table, pre, th, code { font-size: 9px; }
  .facts, .hint, dl, .count { font-size: 10.5px; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  th { white-space: normal; }
  td.t { overflow-wrap: anywhere; min-width: 2.5em; }
  th, td { padding-right: 5px; }
  .bar { width: 56px; } .attempt { width: 110px; } .forest { width: 110px; }
  .u-legend .u-value { display: none; }
}`;

/** The sheet of every page. On paper it is always light. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
@media screen { :root[data-theme="dark"] { color-scheme: dark; ${DARK} }
  :root[data-theme="light"] { color-scheme: light; ${LIGHT} } }
${BLOCKS}${TABLES}${CHARTS}${PAPER}
`;
