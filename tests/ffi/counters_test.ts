import { assertEquals } from "@std/assert";
import { COUNTERS } from "../../ffi/counters.ts";
import { loadCore } from "../../ffi/mod.ts";
import { SYMBOLS } from "../../ffi/symbols.ts";
import { headerTable } from "./header_facts.ts";

Deno.test("COUNTERS are those of the library, in its order", () => {
  using core = loadCore();
  const library = Deno.dlopen(core.path, {
    sv_counter_name: SYMBOLS.sv_counter_name,
  });
  const names: string[] = [];
  for (let index = 0;; index++) {
    const name = library.symbols.sv_counter_name(index);
    if (name === null) break;
    names.push(Deno.UnsafePointerView.getCString(name));
  }
  library.close();
  assertEquals(names, [...COUNTERS]);
});

Deno.test("COUNTERS are those of the header, in its order", () => {
  const names = headerTable("SV_COUNTER_MAP").map(([name]) => name);
  assertEquals(names, [...COUNTERS]);
});
