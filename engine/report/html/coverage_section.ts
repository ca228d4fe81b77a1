/** What was written, read back and compared, step by step, as bars. */
import { formatBytes, formatCount } from "../../profile/mod.ts";
import type { Coverage, Report } from "../report.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";

const BYTES = [
  ["written", "writtenBytes"],
  ["read back", "readBytes"],
  ["compared", "comparedBytes"],
  ["skipped, never written", "skippedUnwrittenBytes"],
  ["skipped, unchecked", "skippedUncheckedBytes"],
  ["ambiguous", "ambiguousBytes"],
  ["overlapped", "overlappedBytes"],
  ["weak", "weakBytes"],
] as const;

/** One row per step, and the whole run last. */
export function coverageSection({ steps, coverage }: Report): Part {
  if (steps.length === 0 && BYTES.every(([, field]) => coverage[field] === 0)) {
    return markup`<section id="coverage"><h2>Verification coverage</h2>
<p class="hint">No step of this run moved stamped blocks: its cases and clients
judge what they did themselves.</p></section>\n`;
  }
  const rows = [
    ...steps.map((step, index) => ({
      names: [step.target, step.step],
      coverage: step.coverage,
      path: `steps.${index}.coverage`,
    })),
    { names: ["whole run", ""], coverage, path: "coverage" },
  ];
  return markup`<section id="coverage"><h2>Verification coverage</h2>
<p class="hint">Of what was read back, how much was held byte for byte against
what must be there. Nothing compared is never a pass.</p>
${
    tableMarkup({
      head: [
        "<target",
        "<step",
        "<of what was read",
        ...BYTES.map(([name]) => name),
        "findings",
        "unsettled",
      ],
      rows: rows.map(({ names, coverage, path }) => [
        ...names,
        { shows: bar(coverage), isText: true },
        ...BYTES.map(([, field]) => amount(coverage, field, path)),
        units(coverage, "badUnits", path),
        units(coverage, "unitsUnsettled", path),
      ]),
    })
  }</section>\n`;
}

function amount(
  coverage: Coverage,
  field: typeof BYTES[number][1],
  path: string,
): Cell {
  const value = coverage[field];
  const isDoubt = value > 0 &&
    !["writtenBytes", "readBytes", "comparedBytes"].includes(field);
  return {
    ...figure(
      value === 0 ? "0" : formatBytes(value),
      `${path}.${field}`,
      value,
    ),
    ...(value === 0
      ? { mark: "faint" as const } // not any text
      : isDoubt
      ? { mark: "warn" as const } // not any text
      : {}),
  };
}

function units(
  coverage: Coverage,
  field: "badUnits" | "unitsUnsettled",
  path: string,
): Cell {
  const value = coverage[field];
  return {
    ...figure(formatCount(value), `${path}.${field}`, value),
    mark: value === 0 ? "faint" : field === "badUnits" ? "bad" : "warn",
  };
}

/** Shares of what was read; the rest of the bar is what is not accounted for. */
function bar(coverage: Coverage): Part {
  const { readBytes, comparedBytes, ambiguousBytes } = coverage;
  if (readBytes === 0) return markup`<span class="faint">nothing read</span>`;
  const skipped = coverage.skippedUnwrittenBytes +
    coverage.skippedUncheckedBytes;
  const part = (name: string, bytes: number): Markup | null => {
    const percent = Math.min(100, 100 * bytes / readBytes);
    if (percent === 0) return null;
    return markup`<i class="${name}" style="width:${
      percent.toFixed(2)
    }%" title="${name} ${percent.toFixed(2)} %"></i>`;
  };
  return markup`<span class="bar">${[
    part("compared", comparedBytes),
    part("ambiguous", ambiguousBytes),
    part("skipped", skipped),
  ]}</span>`;
}
