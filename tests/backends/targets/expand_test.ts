import { assertEquals } from "@std/assert";
import { expandVariables } from "../../../backends/targets/expand.ts";

const env = (name: string) => ({ A: "one", EMPTY: "" })[name];

Deno.test("expandVariables() puts in values once, without reading them again", () => {
  assertEquals(expandVariables("${A}/${EMPTY}x", env).text, "one/x");
  const nested = (name: string) => name === "A" ? "${B}" : "two";
  assertEquals(expandVariables("${A}", nested).text, "${B}");
});

Deno.test("expandVariables() writes $$ as one dollar", () => {
  assertEquals(expandVariables("$${A} $$", env), {
    text: "${A} $",
    mistakes: [],
  });
});

Deno.test("expandVariables() finds every mistake, and never gives an empty value", () => {
  const { mistakes } = expandVariables("${NO} ${1x} $A", env);
  assertEquals(mistakes, [
    "the variable NO is not defined: export it",
    '"${1x}" does not name a variable',
    "a single $ begins nothing: write ${NAME} for a variable, $$ for $",
  ]);
});
