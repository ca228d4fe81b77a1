/** A target on which one kind of call fails, as a full or forbidden one does. */
import type { Backend, StorageErrorKind } from "../../../backends/mod.ts";

/** As failures of storage look like, from here. */
class InjectedFailure extends Error {
  override readonly name = "StorageError";
  readonly kind: StorageErrorKind;

  constructor(kind: StorageErrorKind, call: string, key: string) {
    super(`Cannot ${call} "${key}": the case lets it fail as ${kind}`);
    this.kind = kind;
  }
}

export interface FailingCall {
  readonly calls: readonly (keyof Backend)[];
  readonly kind: StorageErrorKind;
  /** Of the calls that it is about, the first one that fails, from 0. */
  readonly after?: number;
  /** How many fail; all from there on when absent. */
  readonly count?: number;
  /** The work is done, and the answer lost. */
  readonly isDone?: boolean;
}

/** Passes everything on but for those calls. */
export function failingTarget(inner: Backend, failing: FailingCall): Backend {
  const { after = 0, calls, count = Infinity, isDone = false, kind } = failing;
  let hits = 0;
  return new Proxy(inner, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const isAbout = calls.some((one) => one === name);
      return async (...given: unknown[]) => {
        const hit = isAbout ? hits++ : -1;
        if (hit < after || hit >= after + count) {
          return await value.apply(target, given);
        }
        if (isDone) await value.apply(target, given);
        throw new InjectedFailure(kind, String(name), String(given[0]));
      };
    },
  });
}
