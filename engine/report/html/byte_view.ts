/**
 * Expected and found bytes of a finding side by side, each damaged byte marked,
 * and what each word says of itself below.
 */
import type { FindingReport } from "../report.ts";
import type { SampleWord } from "../sample_words.ts";
import { type Markup, markup, type Part } from "./markup.ts";
import { tableMarkup } from "./table_markup.ts";

/** Bytes of one line: a word of the stamp has 8. */
const LINE_BYTES = 8;

/** Nothing for a finding without samples, as of a missing object. */
export function byteView(finding: FindingReport): Part {
  const expected = pairs(finding.expectedSample);
  const found = pairs(finding.foundSample);
  const length = Math.max(expected.length, found.length);
  if (length === 0) return null;
  const lines = Array.from(
    { length: Math.ceil(length / LINE_BYTES) },
    (_, line) => line * LINE_BYTES,
  );
  return markup`<div class="bytes"><table><thead><tr>
<th scope="col">byte</th><th class="t" scope="col">expected</th><th class="t l" scope="col"></th>
<th class="t" scope="col">found</th><th class="t l" scope="col"></th></tr></thead><tbody>${
    lines.map((at) =>
      byteLine(finding.sampleByte + at, {
        expected: expected.slice(at, at + LINE_BYTES),
        found: found.slice(at, at + LINE_BYTES),
      })
    )
  }</tbody></table>${wordTable(finding.words ?? [])}</div>\n`;
}

function pairs(hex: string): string[] {
  return hex.match(/../g) ?? [];
}

interface Sides {
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

function byteLine(byte: number, { expected, found }: Sides): Markup {
  const isBad = (index: number) => expected[index] !== found[index];
  const side = (own: readonly string[]) =>
    own.map((pair, index) =>
      isBad(index) ? markup`<b>${pair}</b> ` : markup`${pair} `
    );
  const letters = (own: readonly string[]) =>
    own.map((pair, index) => {
      const letter = letterOf(pair);
      return isBad(index) ? markup`<b>${letter}</b>` : letter;
    });
  return markup`<tr><td>${byte}</td><td class="t">${
    side(expected)
  }</td><td class="t l">${letters(expected)}</td><td class="t">${
    side(found)
  }</td><td class="t l">${letters(found)}</td></tr>\n`;
}

function letterOf(pair: string): string {
  const code = parseInt(pair, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "·";
}

function wordTable(words: readonly SampleWord[]): Part {
  return tableMarkup({
    head: ["<side", "bytes", "<what", "<object", "unit", "generation", "<run"],
    rows: words.map((word) => [
      word.side,
      { shows: `${word.fromByte}-${word.toByte}` },
      word.kind,
      word.object,
      { shows: String(word.unit) },
      { shows: String(word.generation) },
      word.run ?? "",
    ]),
  });
}
