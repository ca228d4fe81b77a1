import { assertEquals } from "@std/assert";
import { Secret } from "../../../backends/mod.ts";

Deno.test("Secret gives *** to every usual way of printing it", () => {
  const secret = new Secret("hunter2");
  const target = { key: secret };
  const shown = [
    `${secret}`,
    String(secret),
    "" + secret,
    JSON.stringify(target),
    Deno.inspect(target),
    Deno.inspect(secret),
    JSON.stringify(Object.entries(secret)),
  ];
  for (const text of shown) assertEquals(text.includes("hunter2"), false, text);
  assertEquals(`${secret}`, "***");
});

Deno.test("Secret.reveal() gives the value to the one who needs it", () => {
  assertEquals(new Secret("hunter2").reveal(), "hunter2");
});
