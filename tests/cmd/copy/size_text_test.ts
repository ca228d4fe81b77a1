import { assertEquals } from "@std/assert";
import { sizeText } from "../../../cmd/copy/size_text.ts";

for (
  const [bytes, text] of [
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [1.5e9, "1.5 GB"],
    [5e15, "5000.0 TB"],
  ] as const
) {
  Deno.test(`sizeText() of ${bytes} is ${text}`, () => {
    assertEquals(sizeText(bytes), text);
  });
}
