/** Shared libraries of the host that are opened only when they are used. */
import type { Check } from "./check.ts";

/** Asks a library for its version; throws when it cannot be opened. */
export type AskVersion = () => string;

/** Needed by `s3://` and `az://` lanes, by nothing else. */
export function checkCurl(ask: AskVersion = curlVersion): Check {
  const name = "libcurl";
  try {
    const version = ask().split(" ")[0] ?? "";
    const number = /(\d+)\.(\d+)/.exec(version);
    const [major, minor] = [Number(number?.[1]), Number(number?.[2])];
    // 7.75 brought the request signing that lanes of s3 use.
    if (major > 7 || (major === 7 && minor >= 75)) {
      return { name, state: "works", text: version };
    }
    return {
      name,
      state: "limited",
      text: `${version}: it cannot sign requests for s3 by itself`,
      remedy: "install libcurl 7.75 or later",
    };
  } catch {
    return {
      name,
      state: "limited",
      text: "libcurl.so.4 cannot be opened: only object stores need it",
      remedy: "apt-get install libcurl4, or dnf install libcurl",
    };
  }
}

function curlVersion(): string {
  const library = Deno.dlopen("libcurl.so.4", {
    // char *curl_version(void);
    curl_version: { parameters: [], result: "pointer" },
  });
  try {
    const text = library.symbols.curl_version();
    return text === null ? "" : Deno.UnsafePointerView.getCString(text);
  } finally {
    library.close();
  }
}
