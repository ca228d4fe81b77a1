/** Lies about how it travels: cut, dropped, stalled, refused, dressed up. */
import type { Answer } from "../http/answer.ts";
import type { Mutant } from "../mutants.ts";
import type { S3Decisions } from "./s3_decisions.ts";
import { S3Error } from "./s3_error.ts";

/** Operations whose failure may come behind a 200: they take their time. */
const SLOW_OPERATIONS = [
  "CompleteMultipartUpload",
  "CopyObject",
  "UploadPartCopy",
];

/** Each fails in a way in which servers and networks fail. */
export const WIRE_MUTANTS: readonly Mutant<S3Decisions>[] = [
  {
    name: "cut-body",
    text: "Closes the connection in mid body, behind the full length",
    changes: {
      delivery: (_honest, { operation, sizeBytes }) =>
        operation !== "GetObject" || sizeBytes === 0
          ? undefined
          : { value: { kind: "cut", afterBytes: Math.floor(sizeBytes / 2) } },
    },
  },
  {
    name: "cut-unframed",
    text: "Tells no length and ends the body early: it looks whole",
    changes: {
      delivery: (_honest, { operation, sizeBytes }) =>
        operation !== "GetObject" || sizeBytes === 0 ? undefined : {
          value: {
            kind: "cut-unframed",
            afterBytes: Math.floor(sizeBytes / 2),
          },
        },
    },
  },
  {
    name: "reset-body",
    text: "Drops the connection in the middle of the body that is put",
    changes: {
      intake: (_honest, { sizeBytes }) =>
        sizeBytes === 0 ? undefined : { value: Math.floor(sizeBytes / 2) },
    },
  },
  {
    name: "drop-answer",
    text: "Does what was asked and closes the connection without a word",
    changes: { delivery: () => ({ value: { kind: "drop" } }) },
  },
  {
    name: "stall",
    text: "Does what was asked and never answers",
    changes: { delivery: () => ({ value: { kind: "stall" } }) },
  },
  {
    name: "stall-body",
    text: "Sends half of the body and then nothing more",
    changes: {
      delivery: (_honest, { operation, sizeBytes }) =>
        operation !== "GetObject" || sizeBytes === 0
          ? undefined
          : { value: { kind: "stall", afterBytes: Math.floor(sizeBytes / 2) } },
    },
  },
  {
    name: "slow-down",
    text: "Refuses everything with 503 SlowDown",
    changes: { refusal: () => ({ value: "SlowDown" }) },
  },
  {
    name: "internal-error",
    text: "Does what was asked and says 500 InternalError",
    changes: {
      answer: (honest) =>
        honest.status >= 300 ? undefined : {
          value: new S3Error("InternalError").answer("/", "0"),
        },
    },
  },
  {
    name: "error-in-200",
    text: "Does nothing more than to put an error behind a 200",
    changes: {
      answer: (honest, { operation }) => errorIn200(honest, operation),
    },
  },
];

function errorIn200(
  honest: Answer,
  operation: string,
): { readonly value: Answer } | undefined {
  if (honest.status !== 200 || !SLOW_OPERATIONS.includes(operation)) {
    return undefined;
  }
  const error = new S3Error("InternalError").answer("/", "0");
  return { value: { ...error, status: 200 } };
}
