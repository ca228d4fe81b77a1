/**
 * What a conformance case is: a body that tries one promise and throws a
 * `PromiseBroken` with a sentence when it does not hold. Free of any test
 * framework, because `stor-verify` runs the same cases on users' storage.
 */
import type { Capability } from "../capability.ts";
import type { Backend } from "../contract.ts";

/** What a case is handed beside the backend. */
export interface CaseEnv {
  readonly seed: number;
  /** Ends with a slash; no other case puts keys below it. */
  readonly prefix: string;
  /** The same bytes for the same seed, salt and size. */
  readonly bytes: (sizeBytes: number, salt: number) => Uint8Array<ArrayBuffer>;
}

export interface ConformanceCase {
  /** `object.put.roundtrip`: unique, stable, and typed by people. */
  readonly id: string;
  readonly proves: Capability;
  /** Capabilities it uses to find out, beside the one it proves. */
  readonly needs: readonly Capability[];
  /**
   * `declared`: the promise holds. `undeclared`: the call is refused with kind
   * `Unsupported` and changes nothing.
   */
  readonly when: "declared" | "undeclared";
  readonly body: (backend: Backend, env: CaseEnv) => Promise<void>;
}

/** A case of a declared promise; `needs` follow `proves`. */
export function promiseCase(
  id: string,
  claims: readonly [Capability, ...Capability[]],
  body: ConformanceCase["body"],
): ConformanceCase {
  const [proves, ...needs] = claims;
  return { id, proves, needs, when: "declared", body };
}
