/**
 * Moments at which several clients write one key under one condition, which
 * only one of them can win. Those who come first wait for the others, so that
 * all requests are under way at once; nobody waits once the run is over.
 */
import type { KeyPlace } from "./key_space.ts";
import type { Version } from "./key_log.ts";

/** What is fought over; without a version nothing may be there. */
export interface Contest {
  readonly place: KeyPlace;
  readonly version?: Version;
}

/** A contest that a client takes part in, and when it begins. */
export interface JoinedContest extends Contest {
  readonly begun: Promise<void>;
}

interface OpenContest extends JoinedContest {
  begin(): void;
  joined: number;
}

/** At most one is open at a time. */
export class Contests {
  #open: OpenContest | null = null;
  #isClosed = false;

  /** Each begins with so many clients. */
  constructor(readonly size: number) {}

  /** Lets clients join from now on; passed over while another one is open. */
  open(contest: Contest): void {
    if (this.#open !== null || this.#isClosed) return;
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    this.#open = { ...contest, begun, begin, joined: 0 };
  }

  /** The open contest, with one client more; `null` when there is none. */
  join(): JoinedContest | null {
    const open = this.#open;
    if (open === null) return null;
    open.joined += 1;
    if (open.joined >= this.size) {
      this.#open = null;
      open.begin();
    }
    return open;
  }

  /** Lets go of all who wait: no one else will come. */
  close(): void {
    this.#isClosed = true;
    this.#open?.begin();
    this.#open = null;
  }
}
