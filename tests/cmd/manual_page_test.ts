/** The promises of cmd/manual_page.ts. */
import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../../cmd/command_table.ts";
import { manualPage } from "../../cmd/manual_page.ts";

const commands = await Promise.all(COMMANDS.map(({ load }) => load()));

Deno.test("manualPage() has each command, flag and example", () => {
  const page = manualPage(commands, "stor-verify 9.9.9");
  assert(page.includes('"stor\\-verify 9.9.9"'), page.slice(0, 200));
  for (const command of commands) {
    const name = command.name.replaceAll("-", "\\-");
    assert(page.includes(`.SS "stor\\-verify ${name}`), command.name);
    for (const flag of command.flags) {
      const typed = flag.name.replaceAll("-", "\\-");
      assert(page.includes(`\\fB\\-\\-${typed}\\fR`), flag.name);
    }
  }
});

Deno.test("manualPage() lets no text become a request", () => {
  const [first] = commands;
  if (first === undefined) throw new TypeError("has a command");
  const page = manualPage([{
    ...first,
    help: ".so /etc/passwd\n'br \\fBbold\\fR",
    flags: [{ name: "x", summary: ".ex" }],
    examples: [".pso id"],
  }], "t");
  assertEquals(/^\.(so|ex|pso)|^'br/m.test(page), false);
  assert(page.includes("\\&.so /etc/passwd"), page);
  assert(page.includes("\\efBbold\\efR"), page);
});

const GROFF = await new Deno.Command("sh", {
  args: ["-c", "command -v groff"],
}).output().then(({ success }) => success);

Deno.test({
  name: "groff reads the manual page without a warning, and shows its texts" +
    (GROFF ? "" : " (no groff on this host)"),
  ignore: !GROFF,
  fn: async () => {
    const groff = new Deno.Command("groff", {
      args: ["-man", "-ww", "-Tascii", "-P-cbou"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = groff.stdin.getWriter();
    await writer.write(new TextEncoder().encode(manualPage(commands, "t 1")));
    await writer.close();
    const { stdout, stderr } = await groff.output();
    assertEquals(new TextDecoder().decode(stderr), "");
    const shown = new TextDecoder().decode(stdout);
    assert(shown.includes("--fail-if CONDITION"), shown.slice(0, 2000));
    assert(shown.includes("stor-verify run --profile stress-10gb"));
    assert(shown.includes("EXIT STATUS"));
  },
});
