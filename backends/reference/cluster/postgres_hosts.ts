/**
 * The hosts of a URL of PostgreSQL. Goes in: `postgres://user@a:1,b:2/name`;
 * comes out: such a URL for each host.
 *
 * Design: the client `postgres` takes several hosts by itself, and goes round
 * among them without end, and without a word, while none of them answers.
 */

/** At least one, in the order of the URL; all else is the same in each. */
export function hostUrls(url: string): readonly string[] {
  const parts = /^(\w+:\/\/(?:[^/?]*@)?)([^/?]*)(.*)$/s.exec(url);
  if (parts === null) return [url];
  const [, before = "", hosts = "", after = ""] = parts;
  return hosts.split(",").map((host) => `${before}${host}${after}`);
}
