import { assertEquals } from "@std/assert";
import { shellWord } from "../../../engine/report/shell_word.ts";

Deno.test("shellWord() leaves alone what a shell takes as it is", () => {
  for (const word of ["--key", "s3://b/p", "file:///a,b", "x=1", "a.b-c@d"]) {
    assertEquals(shellWord(word), word);
  }
});

Deno.test("shellWord() is read back by a shell as the one word it was", () => {
  const words = ["a b", "it's", "", "$HOME", "a\nb", "*", "`x`", "\\", "é"];
  for (const word of words) {
    assertEquals(readAsShell(shellWord(word)), word);
  }
});

/** Takes quotes off as POSIX says; `null` for what is not one plain word. */
function readAsShell(typed: string): string | null {
  let out = "";
  let isQuoted = false;
  for (let at = 0; at < typed.length; at++) {
    const one = typed[at] ?? "";
    if (one === "'") isQuoted = !isQuoted;
    else if (one === "\\" && !isQuoted) out += typed[++at] ?? "";
    else if (isQuoted || /[\w@%+=:,./-]/.test(one)) out += one;
    else return null;
  }
  return isQuoted ? null : out;
}
