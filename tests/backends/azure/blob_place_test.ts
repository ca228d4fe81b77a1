import { assertEquals } from "@std/assert";
import {
  blobPath,
  isLoopback,
  parseService,
} from "../../../backends/azure/blob_place.ts";

Deno.test("parseService() finds the account in the host or in the path", () => {
  assertEquals(parseService("https://acct.blob.core.windows.net/", undefined), {
    origin: "https://acct.blob.core.windows.net",
    path: "",
    account: "acct",
  });
  assertEquals(parseService("http://127.0.0.1:10000/dev", undefined), {
    origin: "http://127.0.0.1:10000",
    path: "/dev",
    account: "dev",
  });
});

Deno.test("parseService() puts the account into the path of an address", () => {
  assertEquals(parseService("http://127.0.0.1:1", "dev")?.path, "/dev");
  assertEquals(parseService("http://[::1]:1", "dev")?.path, "/dev");
  assertEquals(parseService("http://127.0.0.1:1", undefined), undefined);
});

Deno.test("parseService() refuses what is no service of the account", () => {
  for (
    const text of [
      "nothing",
      "ftp://a.example",
      "https://a.example/?sig=1",
      "https://user:secret@a.example",
      "http://127.0.0.1:1/other",
      "http://127.0.0.1:1/dev/container",
    ]
  ) assertEquals(parseService(text, "dev"), undefined, text);
});

Deno.test("isLoopback() is true of this host alone", () => {
  assertEquals(isLoopback("http://127.0.0.1:10000"), true);
  assertEquals(isLoopback("http://localhost:10000"), true);
  assertEquals(isLoopback("http://10.0.0.1"), false);
  assertEquals(isLoopback("http://localhost.example"), false);
});

Deno.test("blobPath() survives a URL whatever the name", () => {
  for (
    const name of [
      ...["a/b", "a//b", "a/", "/", "a/../b", "./a", "a/./b", "a%2Fb", "%"],
      ...["a?b", "a#b", "a b", "\u{1f600}", "a\nb", "..a/b.."],
    ]
  ) {
    const url = new URL(`http://h/account/container/${blobPath(name)}`);
    assertEquals(url.search + url.hash, "");
    const sent = url.pathname.slice("/account/container/".length);
    assertEquals(decodeURIComponent(sent), name);
  }
});
