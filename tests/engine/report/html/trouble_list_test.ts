import { assert, assertEquals } from "@std/assert";
import { markup } from "../../../../engine/report/html/markup.ts";
import { troubleList } from "../../../../engine/report/html/trouble_list.ts";

const LOOK = { title: "Findings", mark: "bad" } as const;

Deno.test("troubleList() names what a sentence does not name itself", () => {
  const { html } = markup`${
    troubleList([
      { key: "a/<1>", sentence: "It is another one" },
      { key: "b", sentence: "The copy of b is another one" },
    ], LOOK)
  }`;
  assert(html.includes("<code>a/&#60;1&#62;</code> It is another one"));
  assert(html.includes("<li>The copy of b"));
});

Deno.test("troubleList() says how many it leaves out, and nothing of none", () => {
  const one = { key: "k", sentence: "k is gone" };
  const many = Array.from({ length: 250 }, () => one);
  const { html } = markup`${troubleList(many, LOOK)}`;
  assert(html.includes("and 50 more"));
  const { html: kept } = markup`${troubleList([one], { ...LOOK, count: 4 })}`;
  assert(kept.includes("and 3 more"));
  assertEquals(troubleList([], LOOK), null);
});
