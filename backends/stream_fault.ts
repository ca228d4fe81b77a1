/** The fault point that the last step of a copy asks for, outside the core. */
import { statusName } from "../ffi/mod.ts";
import type { FaultGate } from "./fault_gate.ts";
import { StreamStatus } from "./stream_status.ts";

const EIO = 5;

/** Fails with a `StreamStatus` where `stream.publish.fail` fires. */
export function failPublish(faults: FaultGate | undefined): void {
  const errno = faults?.fires("stream.publish.fail", EIO) ?? null;
  if (errno === null) return;
  throw new StreamStatus({
    status: -errno,
    statusName: statusName(-errno),
    offsetBytes: 0,
  });
}
