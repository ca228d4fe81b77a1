/**
 * Objects as they come down: whole, by range, as a stream, each held against
 * what the gateway says of it. Goes in: a key; comes out: its bytes.
 */
import type { ByteRange } from "../contract.ts";
import { joinChunks } from "../stream.ts";
import type { Crc32c } from "./chunk_client.ts";
import { checkCrc32c, checkedBody, RunningCrc32c } from "./gateway_body.ts";
import type { GatewayCalls } from "./gateway_calls.ts";
import { oddAnswer, sizeOf, statedCrc32c } from "./gateway_facts.ts";
import { gatewayFailure } from "./gateway_failure.ts";
import { answeredRange, rangeHeader } from "./gateway_range.ts";

/** One object, in memory. */
export function getWhole(
  calls: GatewayCalls,
  crc32c: Crc32c,
  key: string,
): Promise<Uint8Array> {
  const attempt = calls.attempt("get", key);
  return calls.asked(attempt, { method: "GET", key }, async (answer) => {
    const crc = new RunningCrc32c(crc32c);
    const pieces: Uint8Array[] = [];
    sizeOf(attempt, answer.headers);
    for await (const piece of answer.body) {
      crc.update(piece);
      pieces.push(piece.slice());
    }
    checkCrc32c(attempt, crc.value, statedCrc32c(answer.headers));
    return joinChunks(pieces);
  });
}

/** A range that begins before it ends; the object may end before it. */
export function getPart(
  calls: GatewayCalls,
  key: string,
  range: ByteRange,
): Promise<Uint8Array> {
  const attempt = calls.attempt("get range", key);
  const headers = { range: rangeHeader(range) };
  const request = { method: "GET", key, headers };
  return calls.asked(attempt, request, async (answer) => {
    const length = answeredRange(attempt, range, answer);
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.body) pieces.push(piece.slice());
    const bytes = joinChunks(pieces);
    if (bytes.length === length) return bytes;
    throw oddAnswer(attempt, `${bytes.length} bytes of ${length}`);
  });
}

/** As it flows; fails at its end unless it was what it was said to be. */
export function getFlow(
  calls: GatewayCalls,
  crc32c: Crc32c,
  key: string,
): Promise<ReadableStream<Uint8Array>> {
  const attempt = calls.attempt("get stream", key);
  return calls.asked(attempt, { method: "GET", key }, (answer) => {
    sizeOf(attempt, answer.headers);
    const crc = new RunningCrc32c(crc32c);
    const told = statedCrc32c(answer.headers);
    return checkedBody({
      source: answer.body,
      crc,
      atEnd: () => checkCrc32c(attempt, crc.value, told),
      worded: (cause) => gatewayFailure(attempt, cause),
    });
  });
}
