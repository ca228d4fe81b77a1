/**
 * The ways in which the network can be told to fail. The core does them
 * (`stor_relay.h` has the same names); here is what each one counts, what its
 * `arg` is, and what people read about it.
 */

/** One way to fail. */
export interface NetFaultKind {
  readonly name: string;
  /** What `after`, `every` and `count` count; connections over TLS. */
  readonly counts: "connections" | "requests" | "answers" | "bodies";
  /** What `arg` is, and what it is when absent. */
  readonly arg: string;
  readonly text: string;
  /** It answers in the endpoint's place, which TLS does not let it do. */
  readonly isInside?: boolean;
}

/** All of them, in the order of the core's table. */
export const NET_FAULT_KINDS: readonly NetFaultKind[] = [
  {
    name: "refuse",
    counts: "connections",
    arg: "ms that the port is closed: 50",
    text: "The port closes, and connections end with what is under way",
  },
  {
    name: "throttle",
    counts: "connections",
    arg: "bytes a second, each way: 1048576",
    text: "The connection is slow",
  },
  {
    name: "http-429",
    counts: "requests",
    arg: "ms of the burst, told as Retry-After: 1000",
    text: "Requests are answered 429 and do not reach the endpoint",
    isInside: true,
  },
  {
    name: "http-503",
    counts: "requests",
    arg: "ms of the burst, told as Retry-After: 1000",
    text: "Requests are answered 503 and do not reach the endpoint",
    isInside: true,
  },
  {
    name: "half-open",
    counts: "requests",
    arg: "none",
    text: "The request vanishes, and all that follows on its connection",
  },
  {
    name: "delay-request",
    counts: "requests",
    arg: "ms: 200",
    text: "The request waits on its way",
  },
  {
    name: "reset-request",
    counts: "requests",
    arg: "bytes of its body that pass; absent: nothing does",
    text: "The connection is reset on the way to the endpoint",
  },
  {
    name: "cut-request",
    counts: "bodies",
    arg: "bytes of the body that pass: half of it",
    text: "The connection ends in the body of a request",
  },
  {
    name: "delay",
    counts: "answers",
    arg: "ms: 200",
    text: "The answer waits on its way",
  },
  {
    name: "slow-loris",
    counts: "answers",
    arg: "ms between two bytes: 5",
    text: "The head of the answer comes byte by byte",
  },
  {
    name: "reset",
    counts: "answers",
    arg: "bytes of its body that pass; absent: nothing does",
    text: "The connection is reset once the endpoint has answered",
  },
  {
    name: "cut",
    counts: "bodies",
    arg: "bytes of the body that pass: half of it",
    text: "The connection ends in the body of an answer",
  },
  {
    name: "stall",
    counts: "answers",
    arg: "bytes of its body that pass; absent: nothing does",
    text: "The answer stops, and the connection stays open",
  },
];
