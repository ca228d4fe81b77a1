/**
 * Cases as a matrix, a column for each target, with the reason of each that
 * did not hold: the behaviour of a storage at one look, power cuts among it.
 */
import { formatCount, formatDuration } from "../../profile/mod.ts";
import type { CaseEnded } from "../../workers/mod.ts";
import type { Report } from "../report.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { tableMarkup } from "./table_markup.ts";

type CaseVerdict = CaseEnded["verdict"];

const MARKS: Readonly<Record<CaseVerdict, "good" | "bad" | "warn" | "faint">> =
  {
    "held": "good",
    "broken": "bad",
    "failed": "bad",
    "not claimed": "warn",
    "skipped": "faint",
  };

/** Cases of power cuts, which have a section of their own. */
const CRASH = /^crash\./;

/** Power cuts first, then all other cases; nothing for neither. */
export function caseSections(report: Report): Part {
  const { cases } = report;
  return [
    matrix(cases.filter(({ id }) => CRASH.test(id)), report, {
      id: "crash",
      title: "Power cuts",
    }),
    matrix(cases.filter(({ id }) => !CRASH.test(id)), report, {
      id: "cases",
      title: "Cases",
    }),
  ];
}

interface Section {
  readonly id: string;
  readonly title: string;
}

function matrix(
  cases: readonly CaseEnded[],
  report: Report,
  { id, title }: Section,
): Part {
  if (cases.length === 0) return null;
  const targets = report.targets.map(({ name }) => name)
    .filter((name) => cases.some(({ target }) => target === name));
  const ids = [...new Set(cases.map((one) => one.id))];
  const isBad = cases.some(({ verdict }) => MARKS[verdict] === "bad");
  return markup`<section id="${id}"${
    isBad ? markup` class="bad"` : null
  }><h2>${title} <span class="count">${formatCount(cases.length)}</span></h2>
<p>${counts(cases)}</p>
<details${
    isBad || cases.length < 40 ? markup` open` : null
  }><summary>Each of them</summary>${
    tableMarkup({
      head: ["<case", ...targets.map((name) => `<${name}`), "<reason"],
      // With several targets a row without its head would say nothing.
      isTold: targets.length === 1,
      rows: ids.map((one) =>
        row(cases.filter(({ id }) => id === one), {
          id: one,
          targets,
        })
      ),
    })
  }</details></section>\n`;
}

function counts(cases: readonly CaseEnded[]): Markup[] {
  return Object.entries(MARKS).map(([verdict, mark]) => {
    const count = cases.filter((one) => one.verdict === verdict).length;
    return markup`<span class="${count === 0 ? "faint" : mark}">${
      formatCount(count)
    } ${verdict}</span> `;
  });
}

interface Row {
  readonly id: string;
  readonly targets: readonly string[];
}

function row(cases: readonly CaseEnded[], { id, targets }: Row) {
  const reasons = [...new Set(cases.map(({ reason }) => reason))]
    .filter((reason) => reason !== "");
  return [
    id,
    ...targets.map((name) => {
      const own = cases.filter(({ target }) => target === name);
      const worst = own.find(({ verdict }) => MARKS[verdict] === "bad") ??
        own[0];
      return {
        shows: own.length === 0
          ? ""
          : own.map(({ verdict, durationNs }) =>
            markup`<span title="${
              formatDuration(durationNs)
            }">${verdict}</span> `
          ),
        isText: true,
        ...(worst !== undefined && { mark: MARKS[worst.verdict] }),
      };
    }),
    { shows: reasons.map(reasonMarkup), isText: true },
  ];
}

/** A command at its end is one to copy. */
function reasonMarkup(reason: string, index: number): Markup {
  const before = index === 0 ? "" : "; ";
  const [sentence = "", command] = reason.split("; see it with: ");
  return command === undefined
    ? markup`${before}${reason}`
    : markup`${before}${sentence}; see it with: <code>${command}</code>`;
}
