/**
 * What stands between the command and the first operation: reading a profile
 * and planning it.
 */
import {
  builtinProfileNames,
  builtinProfileUrl,
  parseProfile,
} from "../../engine/mod.ts";

for (const name of builtinProfileNames()) {
  const text = Deno.readTextFileSync(builtinProfileUrl(name));
  Deno.bench(`parseProfile() of ${name}`, { group: "a profile" }, () => {
    parseProfile(text, { source: name });
  });
}
