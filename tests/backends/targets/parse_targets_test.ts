import { assertEquals, assertThrows } from "@std/assert";
import { parseTargets, Secret, TargetsError } from "../../../backends/mod.ts";

const noEnv = () => undefined;

function mistakesOf(text: string, env: (name: string) => string | undefined) {
  const parse = () => parseTargets(text, env, { source: "t.yaml" });
  return assertThrows(parse, TargetsError).mistakes;
}

Deno.test("parseTargets() reads targets with their settings", () => {
  const text = `
targets:
  disk: { url: "direct:///dev/sdb", eraseDevice: S123 }
  cloud:
    url: s3://bucket/x
    secretAccessKey: \${KEY}
    pathStyle: true
`;
  const targets = parseTargets(text, () => "hunter2");
  assertEquals(targets.get("disk")?.settings, { eraseDevice: "S123" });
  const key = targets.get("cloud")?.settings["secretAccessKey"];
  assertEquals(key instanceof Secret && key.reveal(), "hunter2");
  assertEquals(targets.get("cloud")?.settings["pathStyle"], true);
});

Deno.test("parseTargets() tells all mistakes at once, each with its path", () => {
  const text = `
targts: {}
targets:
  a: { url: flie:///x }
  b: { url: "file:///x", eraseDevise: S1 }
  c: { url: "file:///\${NO}" }
  d: 7
  e: { url: 7 }
  f: { url: "file:///x", eraseDevice: 12 }
  "g:h": { url: "mem:" }
  i: { eraseDevice: x }
  j: { url: "s3://bucket", pathStyle: "yes" }
`;
  assertEquals(mistakesOf(text, noEnv), [
    't.yaml: targts: not known here (did you mean "targets"?); there is only ' +
    '"targets"',
    't.yaml: targets.a.url: Cannot use target "flie:///x": there is no scheme ' +
    '"flie" (did you mean "file"?); there are file: direct: s3: az: gateway: mem: null:',
    "t.yaml: targets.b.eraseDevise: not a setting of file: (did you mean " +
    '"eraseDevice"?); there are url, consistency, eraseDevice',
    "t.yaml: targets.c.url: the variable NO is not defined: export it",
    't.yaml: targets.d: must be a map with "url", not a number',
    "t.yaml: targets.e.url: must be a URL such as file:///abs/path: it is a " +
    "number",
    "t.yaml: targets.f.eraseDevice: must be text, not a number: put it in " +
    "quotes",
    "t.yaml: targets.g:h: a name has letters, digits, dots and dashes, and " +
    "no colon",
    "t.yaml: targets.i.url: must be a URL such as file:///abs/path: it is " +
    "missing",
    "t.yaml: targets.j.pathStyle: must be true or false, not a string",
  ]);
});

Deno.test("parseTargets() expands after YAML, so a value adds no structure", () => {
  const env = () => "/x\n  evil: { url: mem: }";
  const targets = parseTargets("targets: { a: { url: 'file://${P}' } }", env);
  assertEquals([...targets.keys()], ["a"]);
});

Deno.test("parseTargets() refuses duplicate keys and text that is no YAML", () => {
  for (
    const text of [
      "targets: { a: { url: 'mem:' }, a: { url: 'null:' } }",
      "targets: [",
      "targets: !!js/function 'x'",
    ]
  ) {
    const [mistake = ""] = mistakesOf(text, noEnv);
    assertEquals(mistake.startsWith("t.yaml: not YAML: "), true, mistake);
  }
});

Deno.test("parseTargets() refuses a file that is far too large", () => {
  assertEquals(mistakesOf("#".repeat((1 << 20) + 1), noEnv).length, 1);
});

Deno.test("parseTargets() reads an empty file as no targets", () => {
  assertEquals(parseTargets("", noEnv).size, 0);
  assertEquals(parseTargets("targets:", noEnv).size, 0);
});

Deno.test("parseTargets() does not take inherited names for settings", () => {
  const text = "targets: { a: { url: 'mem:', constructor: x } }";
  assertEquals(mistakesOf(text, noEnv).length, 1);
});

Deno.test("parseTargets() never repeats the value of a secret", () => {
  const text =
    "targets: { a: { url: 's3://bucket', secretAccessKey: '${K} $', region: 3 } }";
  const said = mistakesOf(text, () => "hunter2").join();
  assertEquals(said.includes("hunter2"), false);
});

Deno.test("parseTargets() holds numbers to what they can mean", () => {
  const line = (setting: string) =>
    `targets: {a: {url: "s3://bucket/x", ${setting}}}`;
  const wrong = [
    ["httpVersion: 3", "from 1 to 2, not 3"],
    ["httpVersion: 0", "from 1 to 2, not 0"],
    ["stallTimeoutMs: 9999999999", "from 0 to 2147483647, not 9999999999"],
    ["connectTimeoutMs: 1.5", "not 1.5"],
    ["connectTimeoutMs: soon", "not a string"],
  ] as const;
  for (const [setting, says] of wrong) {
    assertThrows(
      () => parseTargets(line(setting), () => undefined),
      TargetsError,
      says,
    );
  }
  const fine = parseTargets(line("httpVersion: 2"), () => undefined).get("a");
  assertEquals(fine?.settings["httpVersion"], 2);
});

Deno.test("parseTargets() takes no line ends into a setting", () => {
  const text =
    'targets: {a: {url: "s3://bucket/x", secretAccessKey: "${KEY}"}}';
  const mistakes = mistakesOf(text, () => "canary\n");
  assertEquals(mistakes.length, 1);
  assertEquals(mistakes[0]?.includes("one line"), true);
  assertEquals(mistakes[0]?.includes("canary"), false);
});
