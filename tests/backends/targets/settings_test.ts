import { assert } from "@std/assert";
import { SETTINGS } from "../../../backends/targets/settings.ts";

Deno.test("every setting is named in the README of the room", () => {
  const url = new URL("../../../backends/README.md", import.meta.url);
  const text = Deno.readTextFileSync(url);
  for (const table of Object.values(SETTINGS)) {
    for (const name of Object.keys(table)) {
      assert(text.includes(`\`${name}\``), `${name} is not in the README`);
    }
  }
});
