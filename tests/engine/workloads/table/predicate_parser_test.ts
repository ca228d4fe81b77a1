import { assertEquals, assertThrows } from "@std/assert";
import { parsePredicate } from "../../../../engine/workloads/table/predicate_parser.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";

const FIELDS = [
  "int64:id",
  "utf8:name",
  "float64:value",
  "bool:ok",
  "int32:a b",
]
  .map((text) => {
    const [type = "", name = ""] = text.split(":");
    return { name, type: { name: type }, nullable: true };
  });
const parse = (text: string) => parsePredicate(text, FIELDS);

Deno.test("parsePredicate() binds NOT, AND and OR in this order", () => {
  assertEquals(parse("id = 1 OR NOT ok = true AND value < -1.5e3"), {
    is: "or",
    all: [
      { is: "=", column: "id", value: 1n },
      {
        is: "and",
        all: [
          { is: "not", one: { is: "=", column: "ok", value: true } },
          { is: "<", column: "value", value: -1500 },
        ],
      },
    ],
  });
});

Deno.test("parsePredicate() reads quotes, IN and IS NULL", () => {
  assertEquals(parse("name IN ('a', 'it''s')"), {
    is: "in",
    column: "name",
    values: ["a", "it's"],
  });
  assertEquals(parse('"a b" is not null'), { is: "not null", column: "a b" });
});

Deno.test("parsePredicate() refuses what cannot be meant, with its place", () => {
  for (
    const text of [
      "",
      "id",
      "id =",
      "id = 'x'",
      "id = 1.5",
      "nme = 'x'",
      "id = 1 id = 2",
      "(id = 1",
      "id # 1",
      "name = 'open",
      "name IN ()",
      "name NOT 'a'",
    ]
  ) assertThrows(() => parse(text), TableError, "at character");
});
