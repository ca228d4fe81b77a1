import { assertEquals } from "@std/assert";
import {
  childText,
  escapeXml,
  parseXml,
  renderXml,
} from "../../../backends/reference/xml.ts";

const parse = (text: string) => parseXml(new TextEncoder().encode(text));

Deno.test("renderXml() and parseXml() carry awkward text there and back", () => {
  const text = `<a> & "b" \u0001\u007f\r\n ü 😀 \uffff`;
  const bytes = renderXml(["R", [["T", text], ["N", 3]]], 'xmlns="urn:x"');
  const root = parseXml(bytes);
  assertEquals(root?.name, "R");
  assertEquals(root && childText(root, "T"), text);
  assertEquals(root && childText(root, "N"), "3");
});

Deno.test("escapeXml() leaves plain text alone", () => {
  assertEquals(escapeXml("a b/ü\n"), "a b/ü\n");
});

Deno.test("parseXml() reads name spaces, comments and empty elements", () => {
  const root = parse(
    '<?xml version="1.0"?><!-- c --><s:R xmlns:s="u"><E/><T>&#65;&lt;</T></s:R>',
  );
  assertEquals(root?.children.map(({ name }) => name), ["E", "T"]);
  assertEquals(root && childText(root, "T"), "A<");
});

Deno.test("parseXml() refuses what is not well formed", () => {
  const broken = [
    "",
    "text",
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "<a>&nope;</a>",
    "<a><b></a></b>",
    "</a>",
  ];
  assertEquals(broken.filter((text) => parse(text) !== undefined), []);
});
