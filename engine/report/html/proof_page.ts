/**
 * A proof as one page: the matrix of faults and backends, every flipped bit,
 * the clean runs, and what a user would read of each fault. Goes in: the proof
 * and the classes it is about; comes out: the file.
 */
import { formatCount } from "../../profile/mod.ts";
import type {
  Cell as ProofCell,
  FaultClass,
  Proof,
  ProofBackend,
} from "../../proof/mod.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { renderPage } from "./page_shell.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";

/** `classes` are in the order of the rows, `backends` in that of the columns. */
export interface ProofPage {
  readonly proof: Proof;
  readonly classes: readonly FaultClass[];
  readonly backends: readonly ProofBackend[];
  readonly script: string;
}

/** Deterministic, as the page of a report. */
export function renderProofPage(page: ProofPage): string {
  const { proof, script } = page;
  const { seed, startedAt, tool, verdict } = proof;
  const seconds = (proof.durationNs / 1e9).toFixed(1);
  const body = markup`<header class="${
    verdict.outcome === "proven"
      ? "good"
      : verdict.exit === 130
      ? "warn"
      : "bad"
  }"><h1>Does the verification find what it must?</h1>
<p class="verdict"><b>${verdict.outcome.toUpperCase()}</b>${verdict.sentence}</p>
<p class="facts">${tool} · ${startedAt} · in <span data-path="durationNs" data-value="${proof.durationNs}">${seconds} s</span> · again: <code>stor-verify prove --seed ${seed}</code></p></header><main>${
    mistakeSection(proof)
  }${matrixSection(page)}${flipSection(proof)}${cleanSection(proof)}${
    evidenceSection(page)
  }</main><footer>A fault counts as named only if each place that it damaged is
accused, by a right name, and nothing else is: by the run that met it, and by
"verify" after it where the storage outlives the run.</footer>`;
  return renderPage({
    title: `${verdict.outcome.toUpperCase()} prove ${seed}`,
    mark: null,
    body,
    charts: [],
    script,
  });
}

/** What is not as it must be, with the command that tries it again. */
function mistakeSection({ cells, clean, seed }: Proof): Part {
  const wrong = cells.filter(({ outcome }) =>
    outcome === "wrong" || outcome === "failed"
  );
  const runs = clean?.runs.filter(({ reason }) => reason !== undefined) ?? [];
  if (wrong.length + runs.length === 0) return null;
  const again = (only: string, backend: ProofBackend) =>
    `stor-verify prove --only ${only} --backend ${backend} --seed ${seed}`;
  return markup`<section class="bad" id="wrong"><h2>Not as it must be <span class="count">${
    formatCount(wrong.length + runs.length)
  }</span></h2><ul>${
    wrong.map(({ backend, fault, how, outcome, reasons }) =>
      markup`<li><span class="class">${
        outcome === "failed" ? "failed" : "NO"
      }</span>${fault} on ${backend}${how === "" ? "" : ` (${how})`}${
        reasons.map((reason) => markup`<br>${reason}`)
      }<br><code>${again(fault, backend)}</code></li>\n`
    )
  }${
    runs.map(({ backend, load, reason }) =>
      markup`<li><span class="class">NO</span>clean run on ${backend}: ${load}<br>${
        reason ?? ""
      }<br><code>${again("clean", backend)}</code></li>\n`
    )
  }</ul></section>\n`;
}

const MARKS = {
  named: "good",
  wrong: "bad",
  failed: "bad",
  absent: "faint",
} as const;

function matrixSection({ proof, classes, backends }: ProofPage): Part {
  const shown = backends.filter((one) => proof.backends.includes(one));
  const rows = rowsOf(proof, classes);
  if (rows.length === 0) return null;
  const absences = new Set(
    proof.cells.filter(({ outcome }) => outcome === "absent")
      .flatMap(({ reasons }) => reasons),
  );
  const tried = proof.cells.filter(({ outcome }) => outcome !== "absent");
  return markup`<section id="faults"><h2>Faults <span class="count">${
    formatCount(tried.length)
  }</span></h2><p class="hint">What each was called where it was put.${
    absences.size === 0
      ? null
      : ` A dash: it cannot be there, as ${[...absences].join("; ")}.`
  }</p>${
    tableMarkup({
      head: ["<fault", ...shown.map((name) => `<${name}`)],
      rows: rows.map(({ fault, cells }) => [
        fault.text,
        ...shown.map((backend) => mark(cells, backend)),
      ]),
    })
  }${
    rows.map(({ fault: { because, names, text } }) =>
      because === undefined
        ? null
        : markup`<p class="hint">${text}: ${
          (names.damaged ?? []).join(" or ")
        }, because ${because}.</p>\n`
    )
  }</section>\n`;
}

interface FaultRow {
  readonly fault: FaultClass;
  readonly cells: readonly ProofCell[];
}

function rowsOf(
  { cells }: Proof,
  classes: readonly FaultClass[],
): readonly FaultRow[] {
  return classes.map((fault) => ({
    fault,
    cells: cells.filter((cell) => cell.fault === fault.id),
  })).filter((row) => row.cells.length > 0);
}

function mark(cells: readonly ProofCell[], backend: ProofBackend): Cell {
  const cell = cells.find((one) => one.backend === backend);
  if (cell === undefined) return { shows: "", isText: true };
  const { found, how, outcome, reasons } = cell;
  const names = [...found].sort().join(", ");
  const title = outcome === "named" ? how : reasons.join("; ");
  const word = outcome === "absent"
    ? "-"
    : outcome === "failed"
    ? "failed"
    : outcome === "named"
    ? names
    : names === ""
    ? "NO"
    : `NO: ${names}`;
  return {
    shows: markup`<span title="${title}">${word}</span>`,
    isText: true,
    mark: MARKS[outcome],
  };
}

function flipSection({ flips }: Proof): Part {
  if (flips === null) return null;
  const { firstWrong, named } = flips;
  const isAll = named === flips.flips;
  return markup`<section class="${
    isAll ? "good" : "bad"
  }" id="bits"><h2>Single bits</h2><p class="answer">${
    shown("flips.named", named)
  } of ${shown("flips.flips", flips.flips)} flips of one unit found, called bit
rot, as one bit and at the right byte${
    firstWrong === null
      ? null
      : markup`; not bit ${shown("flips.firstWrong", firstWrong)}`
  }</p></section>\n`;
}

function cleanSection({ clean }: Proof): Part {
  if (clean === null) return null;
  const isBad = clean.runs.some(({ reason }) => reason !== undefined);
  return markup`<section class="${
    isBad ? "bad" : "good"
  }" id="clean"><h2>Clean runs</h2><p class="hint">Nothing is wrong here, so that
each accusation is a false alarm. At least ${
    shown("clean.asked", clean.asked)
  } units were to be compared.</p>${
    tableMarkup({
      head: ["<backend", "<load", "units compared", "accused"],
      rows: clean.runs.map((run, index) => {
        const at = `clean.runs.${index}`;
        return [
          run.backend,
          run.load,
          figure(
            formatCount(run.comparedUnits),
            `${at}.comparedUnits`,
            run.comparedUnits,
          ),
          {
            ...figure(formatCount(run.accused), `${at}.accused`, run.accused),
            mark: run.accused === 0 ? "good" : "bad",
          },
        ];
      }),
    })
  }</section>\n`;
}

/** The first finding of each fault, as a report would print it. */
function evidenceSection({ proof, classes }: ProofPage): Part {
  const rows = rowsOf(proof, classes).flatMap(({ fault, cells }) =>
    cells.filter(({ evidence }) => evidence !== "")
      .map(({ backend, evidence, how }) => [
        fault.text,
        backend,
        how,
        evidence,
      ])
  );
  if (rows.length === 0) return null;
  return markup`<section id="evidence"><h2>What a user would read</h2>
<details><summary>The first finding of each</summary>${
    tableMarkup({
      head: ["<fault", "<backend", "<put", "<found"],
      isTold: true,
      rows,
    })
  }</details></section>\n`;
}

function shown(path: string, value: number): Markup {
  return markup`<span data-path="${path}" data-value="${value}">${
    formatCount(value)
  }</span>`;
}
