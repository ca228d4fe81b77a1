import { assertEquals } from "@std/assert";
import {
  xmlAttributes,
  xmlText,
} from "../../../../engine/report/formats/xml_text.ts";

Deno.test("xmlText() leaves nothing that a parser would take for markup", () => {
  assertEquals(
    xmlText(`<a b="c">&\n\t</a>`),
    "&lt;a b=&quot;c&quot;&gt;&amp;&#10;&#9;&lt;/a&gt;",
  );
});

Deno.test("xmlText() replaces what no XML document may hold", () => {
  assertEquals(xmlText("a\u0000b\u001bc\ud800d\uffffe"), "a�b�c�d�e");
  assertEquals(xmlText("ü 漢 🦕"), "ü 漢 🦕");
});

Deno.test("xmlAttributes() leaves out what is not there", () => {
  assertEquals(
    xmlAttributes({ a: 1, b: undefined, c: '"' }),
    ' a="1" c="&quot;"',
  );
});
