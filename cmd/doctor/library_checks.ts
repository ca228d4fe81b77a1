/** Shared libraries of the host that are opened only when they are used. */
import type { HttpProbe } from "../../ffi/mod.ts";
import type { Check } from "./check.ts";

/**
 * What lanes of `s3://` and `az://` have to work with. `null`: no libcurl, or
 * one that is too old; nothing else needs it.
 */
export function checkCurl(probe: HttpProbe | null): Check {
  const name = "libcurl";
  const otherwise = "or set client: sdk for the target";
  if (probe === null) {
    return {
      name,
      state: "limited",
      text: "libcurl.so.4 is missing or too old: only object stores need it",
      remedy: `apt-get install libcurl4, or dnf install libcurl, ${otherwise}`,
    };
  }
  const { version, features } = probe;
  const lacks = [
    ...(features.has("sigv4") ? [] : ["cannot sign requests to s3"]),
    ...(features.has("tls") ? [] : ["has no TLS"]),
  ];
  if (lacks.length > 0) {
    return {
      name,
      state: "limited",
      text: `${version}: it ${lacks.join(" and ")}`,
      remedy: `install libcurl 7.88 or libcrypto of OpenSSL, ${otherwise}`,
    };
  }
  const http2 = features.has("http2") ? ", HTTP/2" : "";
  return {
    name,
    state: "works",
    text: `${version}: signed requests, TLS${http2}`,
  };
}
