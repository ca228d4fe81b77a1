/**
 * Failures as Azure Blob words them: a code, its status and its sentence. Goes
 * in: a code and what it is about; comes out: an error that renders itself.
 */
import type { Answer } from "../http/answer.ts";
import { renderXml, type XmlElement } from "../xml.ts";

const CODES = {
  AuthenticationFailed: [
    403,
    "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
  ],
  AuthorizationPermissionMismatch: [
    403,
    "This request is not authorized to perform this operation using this permission.",
  ],
  AuthorizationResourceTypeMismatch: [
    403,
    "This request is not authorized to perform this operation using this resource type.",
  ],
  AuthorizationServiceMismatch: [
    403,
    "This request is not authorized to perform this operation using this service.",
  ],
  BlobAlreadyExists: [409, "The specified blob already exists."],
  BlobNotFound: [404, "The specified blob does not exist."],
  BlockCountExceedsLimit: [
    409,
    "The uncommitted block count cannot exceed the maximum limit of 100,000 blocks.",
  ],
  BlockListTooLong: [
    400,
    "The block list may not contain more than 50,000 blocks.",
  ],
  CannotVerifyCopySource: [404, "The specified resource does not exist."],
  ConditionNotMet: [
    412,
    "The condition specified using HTTP conditional header(s) is not met.",
  ],
  ContainerAlreadyExists: [409, "The specified container already exists."],
  ContainerNotFound: [404, "The specified container does not exist."],
  Crc64Mismatch: [
    400,
    "The CRC64 value specified in the request did not match with the CRC64 value calculated by the server.",
  ],
  InternalError: [500, "Server encountered an internal error."],
  InvalidAuthenticationInfo: [
    400,
    "Authentication information is not given in the correct format. Check the value of Authorization header.",
  ],
  InvalidBlobOrBlock: [400, "The specified blob or block content is invalid."],
  InvalidBlockList: [400, "The specified block list is invalid."],
  InvalidCrc64: [
    400,
    "The CRC64 value specified in the request is invalid.",
  ],
  InvalidHeaderValue: [
    400,
    "The value for one of the HTTP headers is not in the correct format.",
  ],
  InvalidMd5: [
    400,
    "The MD5 value specified in the request is invalid. MD5 value must be 128 bits and base64 encoded.",
  ],
  InvalidMetadata: [
    400,
    "The specified metadata is invalid. It includes characters that are not permitted.",
  ],
  InvalidQueryParameterValue: [
    400,
    "Value for one of the query parameters specified in the request URI is invalid.",
  ],
  InvalidRange: [
    416,
    "The range specified is invalid for the current size of the resource.",
  ],
  InvalidResourceName: [
    400,
    "The specified resource name contains invalid characters.",
  ],
  InvalidSourceBlobUrl: [
    409,
    "The source URL for incremental copy request is not valid.",
  ],
  InvalidUri: [
    400,
    "The requested URI does not represent any resource on the server.",
  ],
  InvalidXmlDocument: [
    400,
    "The specified XML is not syntactically valid.",
  ],
  Md5Mismatch: [
    400,
    "The MD5 value specified in the request did not match with the MD5 value calculated by the server.",
  ],
  MissingContentLengthHeader: [
    411,
    "The Content-Length header was not specified.",
  ],
  MissingRequiredHeader: [
    400,
    "A required HTTP header was not specified.",
  ],
  NoAuthenticationInformation: [
    401,
    "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
  ],
  NotImplemented: [
    501,
    "The requested operation is not implemented on the specified resource.",
  ],
  OperationTimedOut: [
    500,
    "The operation could not be completed within the permitted time.",
  ],
  OutOfRangeInput: [
    400,
    "One of the request inputs is out of range.",
  ],
  OutOfRangeQueryParameterValue: [
    400,
    "One of the query parameters specified in the request URI is outside the permissible range.",
  ],
  RequestBodyTooLarge: [
    413,
    "The request body is too large and exceeds the maximum permissible limit.",
  ],
  ServerBusy: [503, "The server is busy."],
  SourceConditionNotMet: [
    412,
    "The source condition specified using HTTP conditional header(s) is not met.",
  ],
  UnsupportedHttpVerb: [
    405,
    "The resource doesn't support specified Http Verb.",
  ],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

/** Codes this endpoint answers with. */
export type BlobCode = keyof typeof CODES;

export interface BlobErrorOptions {
  /** Instead of the code's own status, as 304 for a condition of a read. */
  readonly status?: number;
  /** Elements beside code and message, as Azure adds them. */
  readonly details?: readonly XmlElement[];
  readonly headers?: readonly (readonly [string, string])[];
}

/** A request is refused; `answer` is what the client gets. */
export class BlobError extends Error {
  readonly code: BlobCode;
  readonly #options: BlobErrorOptions;

  constructor(code: BlobCode, options: BlobErrorOptions = {}) {
    super(CODES[code][1]);
    this.name = "BlobError";
    this.code = code;
    this.#options = options;
  }

  get status(): number {
    return this.#options.status ?? CODES[this.code][0];
  }

  /** Request id and time stand in the message, as Azure has it. */
  answer(requestId: string, nowMs: number): Answer {
    const { details = [], headers = [] } = this.#options;
    const at = new Date(nowMs).toISOString().replace("Z", "0000Z");
    const message = `${this.message}\nRequestId:${requestId}\nTime:${at}`;
    const body = renderXml([
      "Error",
      [["Code", this.code], ["Message", message], ...details],
    ]);
    const common = [...headers, ["x-ms-error-code", this.code] as const];
    return this.status === 304 ? { status: 304, headers: common } : {
      status: this.status,
      headers: [...common, ["Content-Type", "application/xml"]],
      body,
    };
  }
}
