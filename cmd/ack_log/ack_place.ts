/** Where acknowledgements go to, as a person writes it: `tcp://host:port`. */
import { ACK_PORT } from "../../backends/acknowledgement/mod.ts";
import type { Flag } from "../command.ts";

/** Of the secret that both hosts know; not a flag, as `ps` shows flags. */
export const SECRET_VARIABLE = "STOR_VERIFY_ACK_SECRET";

/** What sends the acknowledgements of a run away. */
export const ACK_LOG_FLAG: Flag = {
  name: "ack-log",
  value: "tcp://HOST",
  summary: `Tell "stor-verify ack-log" on another host what is durable`,
};

/** Where a listener is. */
export interface AckPlace {
  readonly hostname: string;
  readonly port: number;
}

/** The place, or the mistake in one sentence. */
export function readAckPlace(text: string): AckPlace | string {
  const [, bracketed, plain, port] =
    /^tcp:\/\/(?:\[([0-9a-fA-F:.]+)\]|([^\s/:@[\]]+))(?::(\d{1,5}))?$/
      .exec(text) ?? [];
  const hostname = bracketed ?? plain;
  const number = port === undefined ? ACK_PORT : Number(port);
  if (hostname !== undefined && number > 0 && number < 65536) {
    return { hostname, port: number };
  }
  return `Cannot use --ack-log ${text}: it is tcp://HOST or tcp://HOST:PORT, ` +
    'as "stor-verify ack-log" prints it on the other host';
}
