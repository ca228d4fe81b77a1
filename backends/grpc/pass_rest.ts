/**
 * What is done with the rest of a request whose answer is known before its end.
 * A short rest is waited for: clients in use lose an answer that overtakes
 * their own last bytes. A long one, or one that never ends, is not.
 */
import type { MessageInbox } from "./message_inbox.ts";

const REST_BYTES_MAX = 16 << 10;
const REST_MS_MAX = 1000;

/** Resolves at the end of the request, or once there is too much of it. */
export async function passRest(messages: MessageInbox): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, REST_MS_MAX);
  });
  // A request that failed has no rest.
  await Promise.race([pass(messages).catch(() => {}), late]);
  clearTimeout(timer);
}

async function pass(messages: MessageInbox): Promise<void> {
  let bytes = 0;
  for await (const message of messages) {
    bytes += message.length;
    if (bytes > REST_BYTES_MAX) return;
  }
}
