/**
 * Failures as Azure Blob codes them. Goes in: a code and what it is about;
 * comes out: an error that renders itself.
 */
import {
  CodedError,
  type RefusalOptions,
  type RefusalTable,
} from "../coded_error.ts";
import type { Answer } from "../http/answer.ts";

const CODES = {
  AuthenticationFailed: [
    403,
    "The signature or token of the request is not valid",
  ],
  AuthorizationPermissionMismatch: [
    403,
    "The token does not permit this operation",
  ],
  AuthorizationResourceTypeMismatch: [
    403,
    "The token is not for this type of resource",
  ],
  AuthorizationServiceMismatch: [403, "The token is not for the Blob service"],
  BlobAlreadyExists: [409, "There is a blob of this name already"],
  BlobNotFound: [404, "There is no blob of this name"],
  BlockCountExceedsLimit: [
    409,
    "The blob has 100,000 blocks without a list, and may have no more",
  ],
  BlockListTooLong: [400, "The list has more than 50,000 blocks"],
  CannotVerifyCopySource: [404, "There is nothing to copy at the source"],
  ConditionNotMet: [412, "A condition of the request does not hold"],
  ContainerAlreadyExists: [409, "There is a container of this name already"],
  ContainerNotFound: [404, "There is no container of this name"],
  Crc64Mismatch: [
    400,
    "The body that came has another CRC64 than the one it was sent with",
  ],
  InternalError: [500, "This endpoint failed at its own work"],
  InvalidAuthenticationInfo: [400, "Cannot read the Authorization header"],
  InvalidBlobOrBlock: [
    400,
    "The block does not fit the blocks that the blob has",
  ],
  InvalidBlockList: [400, "A block of the list was never put"],
  InvalidCrc64: [
    400,
    "The CRC64 in the request is none: it has the wrong length or alphabet",
  ],
  InvalidHeaderValue: [400, "A header has a value that it may not have"],
  InvalidMd5: [
    400,
    "The MD5 in the request is none: it must be 16 bytes in base64",
  ],
  InvalidMetadata: [
    400,
    "A name or value of the metadata has characters that it may not have",
  ],
  InvalidQueryParameterValue: [
    400,
    "A value of the query is not one that it may have",
  ],
  InvalidRange: [416, "The range begins behind the last byte"],
  InvalidResourceName: [
    400,
    "The name has characters that a name may not have",
  ],
  InvalidSourceBlobUrl: [409, "Cannot read the URL of the source"],
  InvalidUri: [400, "Nothing lives at this address"],
  InvalidXmlDocument: [400, "Cannot read the document in the body"],
  Md5Mismatch: [
    400,
    "The body that came has another MD5 than the one it was sent with",
  ],
  MissingContentLengthHeader: [
    411,
    "The request must say how many bytes its body has",
  ],
  MissingRequiredHeader: [
    400,
    "The request lacks a header that this operation needs",
  ],
  NoAuthenticationInformation: [
    401,
    "The request says nothing of who sends it",
  ],
  NotImplemented: [501, "This endpoint does not do what the request asks for"],
  OperationTimedOut: [500, "The operation took longer than it may"],
  OutOfRangeInput: [400, "A value is larger or smaller than it may be"],
  OutOfRangeQueryParameterValue: [
    400,
    "A value of the query is larger or smaller than it may be",
  ],
  RequestBodyTooLarge: [413, "The body is larger than this operation takes"],
  ServerBusy: [503, "Too many requests at once"],
  SourceConditionNotMet: [
    412,
    "A condition on the source of the copy does not hold",
  ],
  UnsupportedHttpVerb: [405, "Nothing at this address answers to this method"],
} as const satisfies RefusalTable<string>;

/** Codes this endpoint answers with. */
export type BlobCode = keyof typeof CODES;

/** What every operation fails with, and what a client gets. */
export class BlobError extends CodedError<BlobCode> {
  constructor(code: BlobCode, options: RefusalOptions = {}) {
    super(CODES, code, options);
    this.name = "BlobError";
  }

  /** Request id and time stand in the message, as Azure has it. */
  answer(requestId: string, nowMs: number): Answer {
    const at = new Date(nowMs).toISOString().replace("Z", "0000Z");
    return this.answerWith(
      this.document(`${this.message}\nRequestId:${requestId}\nTime:${at}`),
      [["x-ms-error-code", this.code]],
    );
  }
}
