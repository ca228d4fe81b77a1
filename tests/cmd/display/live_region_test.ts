/** The promises of cmd/display/live_region.ts. */
import { assertEquals } from "@std/assert";
import { red } from "../../../cmd/display/color.ts";
import { LiveRegion } from "../../../cmd/display/live_region.ts";
import { FakeTerminal } from "../../_support/fake_terminal.ts";

Deno.test("LiveRegion draws its lines again in place", () => {
  const terminal = new FakeTerminal(40);
  terminal.write("before\n");
  const region = new LiveRegion(terminal);
  region.draw(["one", "two"]);
  region.draw(["three", "four"]);
  assertEquals(terminal.lines(), ["before", "three", "four"]);
});

Deno.test("LiveRegion leaves nothing of lines that were more or longer", () => {
  const terminal = new FakeTerminal(40);
  const region = new LiveRegion(terminal);
  region.draw(["a long line", "two", "three"]);
  region.draw(["short"]);
  assertEquals(terminal.lines(), ["short"]);
});

Deno.test("LiveRegion prints lines that stay above it", () => {
  const terminal = new FakeTerminal(40);
  const region = new LiveRegion(terminal);
  region.draw(["live"]);
  region.print("row 1\n");
  region.print("row 2\n");
  assertEquals(terminal.lines(), ["row 1", "row 2", "live"]);
});

Deno.test("LiveRegion goes away at the end and shows the cursor again", () => {
  const terminal = new FakeTerminal(40);
  const region = new LiveRegion(terminal);
  region.draw(["live"]);
  assertEquals(terminal.isCursorShown, false);
  region.end();
  region.end();
  terminal.write("after\n");
  assertEquals(terminal.lines(), ["after"]);
  assertEquals(terminal.isCursorShown, true);
});

Deno.test("LiveRegion counts no cells for colors", () => {
  const terminal = new FakeTerminal(12);
  const region = new LiveRegion(terminal);
  terminal.write("before\n");
  region.draw([red("0123456789")]);
  region.draw(["again"]);
  assertEquals(terminal.lines(), ["before", "again"]);
});

Deno.test("LiveRegion takes broken lines away after the window narrowed", () => {
  const terminal = new FakeTerminal(20);
  const region = new LiveRegion(terminal);
  region.draw(["0123456789abcdef"]);
  terminal.resize(8);
  region.draw(["new"]);
  assertEquals(terminal.lines(), ["new"]);
});
