/**
 * Failures as S3 words them: a code, its status and its sentence. Goes in: a
 * code and what it is about; comes out: an error that renders itself as XML.
 */
import type { Answer } from "../http/answer.ts";
import { renderXml, type XmlElement } from "../xml.ts";

const CODES = {
  AccessDenied: [403, "Access Denied"],
  AuthorizationHeaderMalformed: [
    400,
    "The authorization header that you provided is not valid.",
  ],
  AuthorizationQueryParametersError: [
    400,
    "The authorization query parameters that you provided are not valid.",
  ],
  BadDigest: [
    400,
    "The Content-MD5 or checksum value that you specified did not match what the server received.",
  ],
  BucketAlreadyOwnedByYou: [
    409,
    "Your previous request to create the named bucket succeeded and you already own it.",
  ],
  BucketNotEmpty: [409, "The bucket that you tried to delete is not empty."],
  EntityTooLarge: [
    400,
    "Your proposed upload exceeds the maximum allowed object size.",
  ],
  EntityTooSmall: [
    400,
    "Your proposed upload is smaller than the minimum allowed object size.",
  ],
  IllegalLocationConstraintException: [
    400,
    "The specified location constraint is not valid for this endpoint.",
  ],
  MetadataTooLarge: [
    400,
    "Your metadata headers exceed the maximum allowed metadata size.",
  ],
  ExpiredToken: [400, "The provided token has expired."],
  IncompleteBody: [
    400,
    "You did not provide the number of bytes specified by the Content-Length HTTP header.",
  ],
  InternalError: [
    500,
    "An internal error occurred. Try again.",
  ],
  InvalidAccessKeyId: [
    403,
    "The AWS access key ID that you provided does not exist in our records.",
  ],
  InvalidArgument: [400, "Invalid Argument"],
  InvalidBucketName: [400, "The specified bucket is not valid."],
  InvalidDigest: [
    400,
    "The Content-MD5 or checksum value that you specified is not valid.",
  ],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified entity tag might not have matched the part's entity tag.",
  ],
  InvalidPartOrder: [
    400,
    "The list of parts was not in ascending order. The parts list must be specified in order by part number.",
  ],
  InvalidRange: [416, "The requested range is not satisfiable"],
  InvalidRequest: [400, "Invalid Request"],
  InvalidToken: [
    400,
    "The provided token is malformed or otherwise not valid.",
  ],
  KeyTooLongError: [400, "Your key is too long."],
  MalformedXML: [
    400,
    "The XML that you provided was not well formed or did not validate against our published schema.",
  ],
  MethodNotAllowed: [
    405,
    "The specified method is not allowed against this resource.",
  ],
  MissingContentLength: [
    411,
    "You must provide the Content-Length HTTP header.",
  ],
  NoSuchBucket: [404, "The specified bucket does not exist"],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchUpload: [
    404,
    "The specified multipart upload does not exist. The upload ID might not be valid, or the multipart upload might have been aborted or completed.",
  ],
  NotImplemented: [
    501,
    "A header or query you provided implies functionality that is not implemented.",
  ],
  NotModified: [304, "Not Modified"],
  PermanentRedirect: [
    301,
    "The bucket that you are attempting to access must be addressed using the specified endpoint. Send all future requests to this endpoint.",
  ],
  PreconditionFailed: [
    412,
    "At least one of the preconditions that you specified did not hold.",
  ],
  RequestTimeTooSkewed: [
    403,
    "The difference between the request time and the server's time is too large.",
  ],
  SignatureDoesNotMatch: [
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ],
  SlowDown: [503, "Please reduce your request rate."],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

/** Codes this endpoint answers with. */
export type S3Code = keyof typeof CODES;

export interface S3ErrorOptions {
  /** Instead of the code's own sentence. */
  readonly message?: string;
  /** Elements after the message, as S3 adds them to some codes. */
  readonly details?: readonly XmlElement[];
  readonly headers?: Answer["headers"];
}

/** Thrown where a request must not go on. */
export class S3Error extends Error {
  readonly code: S3Code;
  readonly status: number;
  readonly #options: S3ErrorOptions;

  constructor(code: S3Code, options: S3ErrorOptions = {}) {
    super(options.message ?? CODES[code][1]);
    this.name = "S3Error";
    this.code = code;
    this.status = CODES[code][0];
    this.#options = options;
  }

  /** The XML of S3; `resource` is the path that was asked for. */
  answer(resource: string, requestId: string): Answer {
    const { headers = [] } = this.#options;
    if (this.status === 304) return { status: 304, headers };
    return {
      status: this.status,
      headers: [["Content-Type", "application/xml"], ...headers],
      body: this.body(resource, requestId),
    };
  }

  /** The document alone: some lies put it behind a 200. */
  body(resource: string, requestId: string): Uint8Array {
    return renderXml(["Error", [
      ["Code", this.code],
      ["Message", this.message],
      ...(this.#options.details ?? []),
      ["Resource", resource],
      ["RequestId", requestId],
    ]]);
  }
}
