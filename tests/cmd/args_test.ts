/** The promises of cmd/args.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { readArgs } from "../../cmd/args.ts";
import { COMMON_FLAGS, type Flag, type Positional } from "../../cmd/command.ts";
import { UsageError } from "../../cmd/usage_error.ts";

const FLAGS: readonly Flag[] = [
  { name: "profile", value: "NAME", summary: "" },
  { name: "json", value: "FILE|-", summary: "" },
  { name: "target", value: "URL", summary: "", many: true },
  { name: "io", value: "METHOD", summary: "", words: ["auto", "psync"] },
  { name: "keep", summary: "" },
  { name: "dump", value: "FILE", bare: "-", summary: "" },
];
const RUN: readonly Positional[] = [{ name: "RUN" }];

function read(typed: string, positionals: readonly Positional[] = []) {
  const words = typed.split(" ").filter((word) => word !== "");
  return readArgs({ name: "try", flags: FLAGS, positionals }, words);
}

function mistakes(typed: string, positionals: readonly Positional[] = []) {
  return assertThrows(() => read(typed, positionals), UsageError).mistakes;
}

Deno.test("readArgs() takes values with a space and with an equals sign", () => {
  assertEquals(read("--profile quick").text("profile"), "quick");
  assertEquals(read("--profile=a=b").text("profile"), "a=b");
  assertEquals(read("").text("profile"), undefined);
});

Deno.test("readArgs() keeps the order of a flag that may be repeated", () => {
  const args = read("--target file:///a --target=direct:///b");
  assertEquals(args.texts("target"), ["file:///a", "direct:///b"]);
  assertEquals(read("").texts("target"), []);
});

Deno.test("readArgs() takes a lone dash as a value", () => {
  assertEquals(read("--json -").text("json"), "-");
});

Deno.test("readArgs() never takes the word after a switch as its value", () => {
  const args = read("--keep true", RUN);
  assertEquals(args.has("keep"), true);
  assertEquals(args.positionals, ["true"]);
});

Deno.test("readArgs() takes every switch that all commands have", () => {
  for (const { name } of COMMON_FLAGS) {
    const args = read(`--${name} true`, RUN);
    assertEquals([args.has(name), args.positionals], [true, ["true"]], name);
  }
  assertEquals(read("").has("no-color"), false);
});

Deno.test("readArgs() takes no switch without its no- for the switch", () => {
  assertEquals(mistakes("--color --no-keep"), [
    'Unknown flag "--color" (did you mean "--no-color"?)',
    'Unknown flag "--no-keep"',
  ]);
});

Deno.test("readArgs() keeps numbers as they were typed", () => {
  assertEquals(read("0x10", RUN).positionals, ["0x10"]);
  assertEquals(read("--profile 007").text("profile"), "007");
});

Deno.test("readArgs() takes everything after -- as words", () => {
  assertEquals(read("-- --keep", RUN).positionals, ["--keep"]);
});

Deno.test("readArgs() refuses an unknown flag and names the nearest", () => {
  assertEquals(mistakes("--prfile quick"), [
    'Unknown flag "--prfile" (did you mean "--profile"?)',
  ]);
  assertEquals(mistakes("-x"), ['Unknown flag "-x"']);
});

Deno.test("readArgs() refuses a flag without its value", () => {
  const sentence = 'Flag "--profile" needs a value: --profile NAME';
  assertEquals(mistakes("--profile"), [sentence]);
  assertEquals(mistakes("--profile="), [sentence]);
  assertEquals(mistakes("--profile --keep"), [sentence]);
});

Deno.test("readArgs() refuses a value for a switch", () => {
  assertEquals(mistakes("--keep=no"), ['Flag "--keep" has no value']);
});

Deno.test("readArgs() refuses a single flag given twice", () => {
  assertEquals(mistakes("--profile a --profile b"), [
    'Flag "--profile" is given 2 times: give it once',
  ]);
});

Deno.test("readArgs() refuses a word outside a closed list", () => {
  assertEquals(mistakes("--io psyc"), [
    'Cannot use "psyc" for "--io": it is one of auto, psync ' +
    '(did you mean "psync"?)',
  ]);
});

Deno.test("readArgs() refuses too many and too few words", () => {
  assertEquals(mistakes("a b", RUN), [
    'Unexpected "b" after "stor-verify try"',
  ]);
  assertEquals(mistakes("", RUN), [
    'Missing RUN after "stor-verify try": it is an id from "stor-verify ' +
    'runs", the beginning of one, or "last"',
  ]);
});

Deno.test("readArgs() says which flag takes a word that stands alone", () => {
  const [profile, target] = [mistakes("quick"), mistakes("file:///a")];
  assertEquals(profile, [
    'Unexpected "quick" after "stor-verify try": write --profile quick',
  ]);
  assertEquals(target, [
    'Unexpected "file:///a" after "stor-verify try": write --target file:///a',
  ]);
});

Deno.test("readArgs() tells all mistakes at once", () => {
  assertEquals(mistakes("--prfile --io x --json", RUN).length, 4);
});

Deno.test("readArgs() asks for no words beside --help", () => {
  assertEquals(read("-h", RUN).has("help"), true);
});

Deno.test("readArgs() gives a flag its bare value when none is typed", () => {
  assertEquals(read("--dump --keep").text("dump"), "-");
  assertEquals(read("--dump a.json").text("dump"), "a.json");
  assertEquals(read("--keep").text("dump"), undefined);
});
