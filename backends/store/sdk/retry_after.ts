/**
 * How long a store asks to be left alone, as the failure of an SDK carries it:
 * the AWS one hides its answer behind `$response`, the Azure one shows it.
 */

/** Milliseconds of a `Retry-After` in seconds; 0: nothing was asked. */
export function retryAfterMs(cause: unknown): number {
  const headers = memberOf(memberOf(cause, "$response"), "headers") ??
    memberOf(memberOf(cause, "response"), "headers");
  const value = memberOf(headers, "retry-after") ?? headerOf(headers);
  return typeof value === "string" && /^\d{1,6}$/.test(value)
    ? Number(value) * 1000
    : 0;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

/** Of headers that are asked by a method. */
function headerOf(headers: unknown): unknown {
  const get = memberOf(headers, "get");
  return typeof get === "function"
    ? Reflect.apply(get, headers, ["retry-after"])
    : undefined;
}
