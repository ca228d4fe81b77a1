/**
 * The one version of HTTP that needs more than its number: lanes speak HTTP/2
 * where TLS has agreed on it, and no store is known to take it without.
 */

/** What is wrong with the setting, and the way out; `null`: nothing. */
export function httpVersionMistake(
  version: number | undefined,
  endpoints: readonly string[],
): string | null {
  const plain = endpoints.find((one) => one.startsWith("http:"));
  if (version !== 2 || plain === undefined) return null;
  return `httpVersion: 2 needs TLS, and ${plain} is plain HTTP: name an https ` +
    "endpoint, or set httpVersion: 1";
}
