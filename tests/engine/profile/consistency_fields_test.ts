import { assert, assertEquals } from "@std/assert";
import { mistakeLines, parsed } from "./profile_text.ts";

function race(keys: Readonly<Record<string, string>> = {}): string {
  const all = { name: "race", load: "consistency", ...keys };
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
  return `name: p\nsteps:\n  - ${lines.join("\n    ")}\n`;
}

Deno.test("consistencyStep() fills in what is not given", () => {
  assertEquals(parsed(race()).steps, [{
    kind: "consistency",
    name: "race",
    clients: 16,
    keys: 4,
    valueMinBytes: 256,
    valueMaxBytes: 752,
    partBytes: 5 * 1024 ** 2,
    ops: 20_000,
  }]);
});

Deno.test("consistencyStep() takes what is given", () => {
  const [step] = parsed(race({
    clients: "3",
    keys: "9",
    op: "{put: 1, get: 4, upload: 2}",
    valueSize: "{min: 1KiB, max: 2KiB}",
    partSize: "1MiB",
    duration: "5s",
    expect: "monotonic",
  })).steps;
  assertEquals(step, {
    kind: "consistency",
    name: "race",
    clients: 3,
    keys: 9,
    op: { put: 1, upload: 2, get: 4 },
    valueMinBytes: 1024,
    valueMaxBytes: 2048,
    partBytes: 1024 ** 2,
    durationNs: 5e9,
    expect: "monotonic",
  });
});

Deno.test("parseProfile() refuses what clients cannot do", () => {
  const wrong: readonly (readonly [string, string, string])[] = [
    ["clients", "0", "expected a whole number from 1 to 256"],
    ["expect", "strong", 'Unknown word "strong"'],
    ["op", "{}", "Cannot do nothing"],
    ["op", "{putIfMatched: 3}", 'did you mean "putIfMatch"?'],
    ["valueSize", "{min: 2KiB, max: 1KiB}", "min must not be above max"],
    ["valueSize", "100B", "256B to 64MiB"],
    ["partSize", "100B", "256B to 1GiB"],
    ["depth", "4", "Unknown key"],
  ];
  for (const [key, value, sentence] of wrong) {
    const text = mistakeLines(race({ [key]: value })).join("\n");
    assert(text.includes(sentence), `${key}: ${value}: ${text}`);
  }
  const slip = mistakeLines(race({ load: "consistancy" })).join("\n");
  assert(slip.includes('did you mean "consistency"?'), slip);
  assert(!slip.includes("op"), slip);
});

Deno.test("parseProfile() refuses objectives that clients have no number for", () => {
  const text = `${race()}objectives: ["race.p99 <= 5ms"]\n`;
  const lines = mistakeLines(text).join("\n");
  assert(
    lines.includes('step "race" judges consistency and has no p99'),
    lines,
  );
  const fine = `${race()}objectives: ["race.findings == 0"]\n`;
  assertEquals(parsed(fine).objectives.length, 1);
});
