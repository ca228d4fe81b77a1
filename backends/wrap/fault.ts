/**
 * A backend that lies on purpose, in one named way, on the hits that it is told
 * to. It proves that the conformance suite, and whatever else judges a
 * backend, catches the lie. The same seed lies in the same way.
 */
import type { Capability } from "../capability.ts";
import type { Backend } from "../contract.ts";
import { seededNumbers } from "../seeded.ts";
import { BYTE_LIES } from "./byte_lies.ts";
import { CONDITION_LIES } from "./condition_lies.ts";
import { ForwardingBackend } from "./forwarding_backend.ts";
import type { Lie } from "./lie.ts";
import { NAME_LIES } from "./name_lies.ts";
import { STORE_LIES } from "./store_lies.ts";

const LIES = { ...BYTE_LIES, ...NAME_LIES, ...CONDITION_LIES, ...STORE_LIES };

export type LieName = keyof typeof LIES;

/** Every lie with the sentence that says what it does. */
export function listLies(): {
  readonly name: LieName;
  readonly text: string;
}[] {
  // Object.keys() forgets that the keys of LIES are the names.
  const names = Object.keys(LIES) as LieName[];
  return names.map((name) => ({ name, text: LIES[name].text }));
}

export interface FaultOptions {
  readonly lie: LieName;
  readonly seed?: number;
  /** Passes over the first `after` hits. */
  readonly after?: number;
  /** Then lies at each `every`th hit, at most `count` times. */
  readonly every?: number;
  readonly count?: number;
}

/** Tells the truth but for one lie. */
export class FaultBackend extends ForwardingBackend {
  /** Times that the lie was told. */
  fired = 0;

  constructor(inner: Backend, options: FaultOptions) {
    super(inner);
    const { after = 0, every = 1, count = Infinity } = options;
    const next = seededNumbers(options.seed ?? 0);
    let hits = 0;
    const lie: Lie = LIES[options.lie];
    const calls = lie.make({
      inner,
      below: (bound) => next() % bound,
      fires: () => {
        const hit = ++hits - after;
        const isDue = hit > 0 && hit % every === 0 && this.fired < count;
        if (isDue) this.fired++;
        return isDue;
      },
    });
    Object.assign(this, calls);
  }
}

/** Claims one capability less than it has, and does it all the same. */
export class HidingBackend extends ForwardingBackend {
  override readonly capabilities: ReadonlySet<Capability>;

  constructor(inner: Backend, hidden: Capability) {
    super(inner);
    this.capabilities = new Set(
      [...inner.capabilities].filter((one) => one !== hidden),
    );
  }
}
