/** Lies about how it travels: cut, dropped, stalled, refused, dressed up. */
import type { Answer, Delivery } from "../http/answer.ts";
import type { Mutant } from "../mutants.ts";
import type { DeliveryAbout, S3Decisions } from "./s3_decisions.ts";
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
      delivery: (_honest, about) =>
        inMidBody(about, (afterBytes) => ({ kind: "cut", afterBytes })),
    },
  },
  {
    name: "cut-unframed",
    text: "Tells no length and ends the body early: it looks whole",
    changes: {
      delivery: (_honest, about) =>
        inMidBody(
          about,
          (afterBytes) => ({ kind: "cut-unframed", afterBytes }),
        ),
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
      delivery: (_honest, about) =>
        inMidBody(about, (afterBytes) => ({ kind: "stall", afterBytes })),
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

/** For the bytes of an object, not for an error that is told. */
function inMidBody(
  { operation, status, sizeBytes }: DeliveryAbout,
  make: (afterBytes: number) => Delivery,
): { readonly value: Delivery } | undefined {
  if (operation !== "GetObject" || status >= 300 || sizeBytes === 0) {
    return undefined;
  }
  return { value: make(Math.floor(sizeBytes / 2)) };
}

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
