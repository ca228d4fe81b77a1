import { assertEquals, assertThrows } from "@std/assert";
import { NET_FAULT_KINDS } from "../../../backends/mod.ts";
import {
  NetFaultError,
  readNetFaults,
} from "../../../backends/netfault/read_net_faults.ts";
import { headerTable } from "../../ffi/header_facts.ts";

Deno.test("NET_FAULT_KINDS are those of the core, in its order", () => {
  assertEquals(
    NET_FAULT_KINDS.map(({ name }) => name),
    headerTable("SV_RELAY_MAP").map(([, name]) => name),
  );
});

Deno.test("readNetFaults() takes every kind, with colons and with commas", () => {
  for (const { name } of NET_FAULT_KINDS) {
    const [fault] = readNetFaults([
      `${name}:after=1,every=2:count=3,seed=4:arg=5`,
    ]);
    assertEquals(
      fault?.text,
      `${name}:after=1:every=2:count=3:seed=4:arg=5`,
    );
    assertEquals(fault?.kind.name, name);
  }
});

Deno.test("readNetFaults() tells every mistake at once, with the nearest name", () => {
  const { mistakes } = assertThrows(
    () =>
      readNetFaults([
        "reest:after=1",
        "cut:evry=2",
        "cut:every=0",
        "cut:arg=1:arg=2",
        "delay:arg=fast",
        "delay:arg=18446744073709551616",
        "reset",
      ]),
    NetFaultError,
  );
  const all = mistakes.join("\n");
  assertEquals(mistakes.length, 6, all);
  const [name = "", key = "", never = "", twice = "", word = ""] = mistakes;
  assertEquals(name.includes('did you mean "reset"?'), true, name);
  assertEquals(key.includes('did you mean "every"?'), true, key);
  assertEquals(never.endsWith("would never happen: it is at least 1"), true);
  assertEquals(twice.endsWith('"arg" is given twice'), true, twice);
  assertEquals(word.endsWith('"arg=fast" needs a whole number'), true, word);
});

Deno.test("readNetFaults() refuses more faults than a way can have", () => {
  const many = (count: number) =>
    readNetFaults(Array.from({ length: count }, () => "reset"));
  assertEquals(many(32).length, 32);
  assertThrows(() => many(33), NetFaultError, "there can be 32");
});
