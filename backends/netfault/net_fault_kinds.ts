/**
 * The ways in which the network can be told to fail. The core does them
 * (`stor_relay.h` has the same names); here is what each one counts, and what
 * people read about it.
 */

/** One way to fail. */
export interface NetFaultKind {
  readonly name: string;
  /** What `after`, `every` and `count` count; connections over TLS. */
  readonly counts: "connections" | "requests" | "answers" | "bodies";
  /** What it does with `arg`, and in brackets what that is when absent. */
  readonly text: string;
  /** It answers in the endpoint's place, which TLS does not let it do. */
  readonly isInside?: boolean;
}

/** All of them, in the order of the core's table. */
export const NET_FAULT_KINDS: readonly NetFaultKind[] = [
  {
    name: "refuse",
    counts: "connections",
    text: "the port closes for arg ms (50)",
  },
  {
    name: "throttle",
    counts: "connections",
    text: "a connection has arg bytes/s each way (1048576)",
  },
  {
    name: "http-429",
    counts: "requests",
    text: "requests are answered 429 for arg ms (1000)",
    isInside: true,
  },
  {
    name: "http-503",
    counts: "requests",
    text: "requests are answered 503 for arg ms (1000)",
    isInside: true,
  },
  {
    name: "half-open",
    counts: "requests",
    text: "the request vanishes, and all after it",
  },
  {
    name: "delay-request",
    counts: "requests",
    text: "the request waits arg ms (200)",
  },
  {
    name: "reset-request",
    counts: "requests",
    text: "a reset after arg bytes of its body (before it)",
  },
  {
    name: "cut-request",
    counts: "bodies",
    text: "the body of a request ends after arg bytes (half)",
  },
  {
    name: "delay",
    counts: "answers",
    text: "the answer waits arg ms (200)",
  },
  {
    name: "slow-loris",
    counts: "answers",
    text: "its head comes byte by byte, each arg ms (5)",
  },
  {
    name: "reset",
    counts: "answers",
    text: "a reset after arg bytes of its body (before it)",
  },
  {
    name: "cut",
    counts: "bodies",
    text: "the body of an answer ends after arg bytes (half)",
  },
  {
    name: "stall",
    counts: "answers",
    text: "the answer stops after arg bytes (before it)",
  },
];
