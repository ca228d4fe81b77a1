/** A listener on loopback, and ways to it, for one test. */
import {
  AckListener,
  type AckListenerOptions,
  AckSender,
  type AckSenderOptions,
} from "../../../backends/acknowledgement/mod.ts";
import { withScratch } from "../_scratch.ts";

export const RUN = "0123456789abcdef";

/** What a test has of a listener. */
export interface ListenerPlace {
  readonly folder: string;
  readonly port: number;
  /** What it said, line by line. */
  readonly said: readonly string[];
  /** Resolves once it has said a line with that in it. */
  until(text: string): Promise<void>;
  connect(over?: Partial<AckSenderOptions>): Promise<AckSender>;
  close(): Promise<void>;
}

/** Listens in a folder of its own until `body` is done. */
export async function withListener(
  body: (place: ListenerPlace) => Promise<void>,
  over: Partial<AckListenerOptions> = {},
): Promise<void> {
  await withScratch(async (folder) => {
    const said: string[] = [];
    const waiting = new Set<() => void>();
    const listener = AckListener.start({
      hostname: "127.0.0.1",
      port: 0,
      folder,
      random: (count) => new Uint8Array(count).fill(7),
      say: (line) => {
        said.push(line);
        for (const wake of waiting) wake();
      },
      ...over,
    });
    let isClosed = false;
    const close = async () => {
      if (!isClosed) await listener.close();
      isClosed = true;
    };
    try {
      await body({
        folder,
        port: listener.port,
        said,
        until: async (text) => {
          while (!said.some((line) => line.includes(text))) {
            await new Promise<void>((resolve) => waiting.add(resolve));
          }
        },
        connect: (options = {}) =>
          AckSender.connect({
            hostname: "127.0.0.1",
            port: listener.port,
            runId: RUN,
            nowMs: () => 0,
            ...options,
          }),
        close,
      });
    } finally {
      await close();
    }
  });
}
