/** The failure of a stream as something that was thrown, so that it is worded. */
import type { StreamFailure } from "../ffi/mod.ts";
import type { CoreFailure } from "./core_port.ts";

/** A `CoreFailure` that no call failed with. */
export class StreamStatus extends Error implements CoreFailure {
  readonly status: number;
  readonly statusName: string;

  constructor(
    failure: Pick<
      StreamFailure,
      "status" | "statusName" | "offsetBytes"
    >,
  ) {
    const { status, statusName, offsetBytes } = failure;
    super(`${statusName} at byte ${offsetBytes}`);
    this.name = "StreamStatus";
    this.status = status;
    this.statusName = statusName;
  }
}
