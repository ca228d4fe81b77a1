/** A worker of a script lane whose every word a test decides. */
import type {
  LanePeer,
} from "../../../../backends/store/sdk/script_object_lane.ts";
import type {
  FromLane,
  ToLane,
} from "../../../../backends/store/sdk/worker_message.ts";

export class FakePeer implements LanePeer {
  onmessage: ((event: MessageEvent<FromLane>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly heard: ToLane[] = [];
  isTerminated = false;

  postMessage(message: ToLane): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(data: FromLane): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }

  /** What it was made of. */
  order(): Extract<ToLane, { type: "make" }> {
    const [first] = this.heard;
    if (first?.type !== "make") throw new Error("There was no order");
    return first;
  }
}
