/** Findings: the evidence that the storage is wrong, down to its bytes. */
import { formatCount } from "../../profile/mod.ts";
import { countFindings, findingPlaces, othersText } from "../finding_places.ts";
import type { FindingPlace } from "../finding_places.ts";
import type { Report } from "../report.ts";
import { byteView } from "./byte_view.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { figure, tableMarkup } from "./table_markup.ts";

/** Places that are shown with their bytes; all are in the JSON. */
const PLACES_MAX = 200;
/** Places that are open from the beginning. */
const OPEN_MAX = 3;
/** Places in sight; a page of them would hide what else there is. */
const LISTED_MAX = 20;

/** Nothing without findings: the verdict says so. */
export function findingSection(report: Report): Part {
  const { findings, findingsOmitted } = report;
  const count = countFindings(findings) + findingsOmitted;
  if (count === 0) return null;
  const places = findingPlaces(findings);
  const more = places.length - PLACES_MAX;
  const shown = places.slice(0, PLACES_MAX)
    .map((place, index) => placeMarkup(place, index < OPEN_MAX));
  const folded = shown.slice(LISTED_MAX);
  return markup`<section id="findings" class="bad"><h2>Findings <span
class="count">${formatCount(count)}</span></h2>
${classTable(report)}${shown.slice(0, LISTED_MAX)}${
    folded.length === 0
      ? null
      : markup`<details><summary>and ${
        formatCount(folded.length)
      } more places</summary>${folded}</details>`
  }${
    more <= 0
      ? null
      : markup`<p>${
        formatCount(more)
      } further places are in the JSON report</p>`
  }${
    findingsOmitted === 0
      ? null
      : markup`<p>and <span data-path="findingsOmitted" data-value="${findingsOmitted}">${
        formatCount(findingsOmitted)
      }</span> counted but not kept</p>`
  }</section>\n`;
}

/** Which kinds of damage were found on which target. */
function classTable({ findings, targets }: Report): Part {
  const classes = [...new Set(findings.map((one) => one.class))];
  const counts = (name: string, target: string) =>
    countFindings(
      findings.filter((one) => one.class === name && one.target === target),
    );
  return tableMarkup({
    head: ["<class", ...targets.map(({ name }) => name)],
    rows: classes.map((name) => [
      name,
      ...targets.map(({ name: target }) => {
        const count = counts(name, target);
        return {
          shows: count === 0 ? "-" : formatCount(count),
          mark: count === 0 ? "faint" as const : "bad" as const, // not any text
        };
      }),
    ]),
  });
}

function placeMarkup(place: FindingPlace, isOpen: boolean): Markup {
  const { finding } = place;
  const { sentence, known, again } = finding;
  return markup`<details${isOpen ? markup` open` : null}><summary><span
class="class">${finding.class}</span> ${sentence + othersText(place)}</summary>
<div class="finding">${
    tableMarkup({
      head: ["<target", "<step", "lane", "offset", "bad bytes", "bad bits"],
      rows: [[
        finding.target,
        finding.step,
        { shows: String(finding.lane) },
        { shows: formatCount(finding.offsetBytes) },
        { shows: formatCount(finding.badBytes) },
        { shows: formatCount(finding.badBits) },
      ]],
    })
  }${known === undefined ? null : markup`<p>known of ${known}</p>`}${
    byteView(finding)
  }<p class="hint">Show it again: <code>${again}</code></p></div></details>\n`;
}

/** Fault points that were armed or reached, with what each did. */
export function faultSection({ faultsArmed, faultPoints = [] }: Report): Part {
  if (faultsArmed.length + faultPoints.length === 0) return null;
  return markup`<section id="faults" class="warn"><h2>Fault points</h2>
<p>Armed: ${
    faultsArmed.length === 0
      ? "none"
      : faultsArmed.map((one) => markup`<code>${one}</code> `)
  }</p>${
    tableMarkup({
      head: ["<point", "reached", "fired"],
      rows: faultPoints.map(({ point, reached, fired }, index) => [
        point,
        figure(formatCount(reached), `faultPoints.${index}.reached`, reached),
        {
          ...figure(formatCount(fired), `faultPoints.${index}.fired`, fired),
          mark: fired > 0 ? "warn" : "faint",
        },
      ]),
    })
  }</section>\n`;
}
