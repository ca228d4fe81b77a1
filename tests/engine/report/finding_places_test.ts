/** Promises of `engine/report/finding_places.ts`. */
import { assertEquals } from "@std/assert";
import {
  countFindings,
  findingPlaces,
  othersText,
} from "../../../engine/report/finding_places.ts";
import type { FindingReport } from "../../../engine/report/mod.ts";
import { keyFinding } from "../../_support/object_report_fixture.ts";
import { findingRecording } from "../../_support/report_fixture.ts";

function told(changes: Partial<FindingReport>): FindingReport {
  const bare = changes.file === undefined ? findingRecording() : keyFinding();
  const sentence = `${changes.file} ${changes.unit} ${changes.class}`;
  return { ...bare, again: "again", sentence, ...changes };
}

Deno.test("findingPlaces() tells one kind on one key once, with its count", () => {
  const swapped = Array.from({ length: 20 }, (_, unit) => [
    told({ file: "a", class: "cross-object", unit }),
    told({ file: "b", class: "cross-object", unit, times: 3 }),
  ]).flat();
  const places = findingPlaces([
    ...swapped,
    told({ file: "a", class: "foreign", unit: 0 }),
  ]);
  assertEquals(
    places.map(({ finding, count, kinds }) => [
      ...[finding.file, finding.class, count, kinds],
    ]),
    [
      ["a", "cross-object", 20, 20],
      ["b", "cross-object", 60, 20],
      ["a", "foreign", 1, 1],
    ],
  );
  assertEquals(
    places.reduce((sum, { count }) => sum + count, 0),
    countFindings([...swapped, {}]),
  );
});

Deno.test("findingPlaces() keeps targets apart, and units of files", () => {
  const places = findingPlaces([
    told({ file: "a", class: "lost", target: "x" }),
    told({ file: "a", class: "lost", target: "y" }),
    told({ unit: 1, class: "lost" }),
    told({ unit: 2, class: "lost" }),
    told({ unit: 2, class: "lost" }),
  ]);
  assertEquals(places.map(({ count }) => count), [1, 1, 1, 2]);
});

Deno.test("othersText() says what the others are", () => {
  const finding = told({ unit: 1 });
  const texts = [[1, 1], [3, 1], [2, 2], [1235, 4]].map((
    [count = 0, kinds = 0],
  ) => othersText({ finding, count, kinds }));
  assertEquals(texts, [
    "",
    " (seen 3 times)",
    " (and 1 more finding of this kind on the key)",
    " (and 1,234 more findings of this kind on the key)",
  ]);
});
