import { assertEquals } from "@std/assert";
import { runCommand } from "../../ffi/_command.ts";
import { ABI, SYMBOLS } from "../../ffi/symbols.ts";
import { loadCore } from "../../ffi/mod.ts";
import {
  headerFunctions,
  headerNames,
  headerNumber,
  headerSource,
  headerText,
} from "./header_facts.ts";

const TABLE = Object.keys(SYMBOLS).sort();

async function exported(): Promise<string[]> {
  using core = loadCore();
  const result = await runCommand(["nm", "-D", "--defined-only", core.path]);
  return result.stdout.trim().split("\n")
    .map((line) => line.split(/\s+/).at(-1) ?? "");
}

Deno.test("SYMBOLS holds every function of the header and no other", () => {
  assertEquals(headerFunctions().sort(), TABLE);
});

Deno.test("the library exports SYMBOLS and nothing else", async () => {
  assertEquals((await exported()).sort(), TABLE);
});

Deno.test("stor_core.h includes every other header once", () => {
  const [door = "", ...parts] = headerNames();
  const included = [...headerSource(door).matchAll(/^#include "(.*)"$/gm)]
    .map((match) => match[1] ?? "");
  assertEquals(included.sort(), parts);
});

Deno.test("ABI is the header's", () => {
  assertEquals(ABI, headerNumber("SV_ABI"));
});

Deno.test("headerFunctions() sees a function that the table lacks", () => {
  const text = "SV_API int32_t\nsv_new_thing(int a);\nSV_API void sv_b(void);";
  assertEquals(headerFunctions(text), ["sv_new_thing", "sv_b"]);
});

Deno.test("each function has as many parameters as its prototype", () => {
  const source = headerText();
  for (const [name, { parameters }] of Object.entries(SYMBOLS)) {
    const match = new RegExp(`\\b${name}\\(([^)]*)\\);`).exec(source);
    const text = match?.[1]?.trim() ?? "";
    const count = text === "void" ? 0 : text.split(",").length;
    assertEquals(parameters.length, count, name);
  }
});

Deno.test("each parameter has the width of its prototype", () => {
  const source = headerText();
  for (const [name, symbol] of Object.entries(SYMBOLS)) {
    const match = new RegExp(`SV_API ([^;(]*?)\\b${name}\\(([^)]*)\\);`)
      .exec(source);
    assertEquals(kindOf(match?.[1] ?? ""), symbol.result, name);
    const texts = (match?.[2] ?? "").split(",").filter((t) =>
      t.trim() !== "void"
    );
    assertEquals(texts.map(kindOf), [...symbol.parameters], name);
  }
});

/** Structs that only the core looks into. */
const HANDLES = new Set(
  "space gate lane file store objects log relay floor digest stream dictionary"
    .split(" "),
);

/** A handle is a pointer; any other memory is a buffer, or text returned. */
function kindOf(text: string): string {
  const flat = text.trim().replace(/\s+/g, " ");
  const handle = /^struct sv_([a-z]+) \*[^*]*$/.exec(flat)?.[1] ?? "";
  if (HANDLES.has(handle)) return "pointer";
  if (flat.startsWith("const char *") && flat.endsWith("*")) return "pointer";
  if (flat.includes("*")) return "buffer";
  if (flat.startsWith("void")) return "void";
  const number = /^(u?)int(32|64)_t/.exec(flat);
  return `${number?.[1] ? "u" : "i"}${number?.[2]}`;
}
