/**
 * What the user asks for where objects are copied: what is made, and how it is
 * moved. Units resolved, defaults filled in.
 */
import type { ObjectSizes } from "./object_step.ts";

/** Digests that can be made while bytes flow, in the order of reports. */
export const COPY_DIGESTS = ["md5", "sha256", "crc32c", "crc64nvme"] as const;

/** One of them, as it is typed. */
export type CopyDigest = (typeof COPY_DIGESTS)[number];

/** Objects are made on a target, and copied beside it and to the next one. */
export interface PipelineStep {
  readonly kind: "pipeline";
  readonly name: string;
  readonly objects: number;
  readonly sizes: ObjectSizes;
  readonly digests: readonly CopyDigest[];
  /** Of all copies together; a hard limit. */
  readonly memoryBytes: number;
  /** Copies at the same time, at most. */
  readonly parallel: number;
  /** Of each request; 1 means that nothing is sent again. */
  readonly attempts: number;
  /** Whether each copy is read again and compared. */
  readonly verify: "always" | "never";
}
