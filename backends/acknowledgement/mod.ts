/** The door of `acknowledgement`: what another host knows to be durable. */
export { AckListener, type AckListenerOptions } from "./ack_listener.ts";
export { AckSender, type AckSenderOptions } from "./ack_sender.ts";
export { AckTeller, type AckTellerOptions } from "./ack_teller.ts";
export { AcknowledgedFace } from "./acknowledged_face.ts";
export { FlooredFace, type FloorPort } from "./floored_face.ts";
export { ACK_PORT } from "./handshake.ts";
export {
  type AckedSpace,
  AckFileError,
  type AckSource,
  type AckSummary,
  summarizeAcks,
} from "./read_acks.ts";
