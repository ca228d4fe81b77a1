/**
 * Failures as S3 codes them. Goes in: a code and what it is about; comes out:
 * an error that renders itself as the XML of S3.
 */
import {
  CodedError,
  type RefusalOptions,
  type RefusalTable,
} from "../coded_error.ts";
import type { Answer } from "../http/answer.ts";

const CODES = {
  AccessDenied: [403, "These credentials may not do this"],
  AuthorizationHeaderMalformed: [400, "Cannot read the Authorization header"],
  AuthorizationQueryParametersError: [
    400,
    "Cannot read the signature in the query",
  ],
  BadDigest: [
    400,
    "The body that came has another checksum than the one it was sent with",
  ],
  BucketAlreadyOwnedByYou: [409, "This account made the bucket before"],
  BucketNotEmpty: [409, "Cannot remove a bucket that still holds objects"],
  EntityTooLarge: [400, "The object is larger than a single put may be"],
  EntityTooSmall: [
    400,
    "A part before the last is below the size that parts must have",
  ],
  IllegalLocationConstraintException: [
    400,
    "This endpoint makes no buckets in that region",
  ],
  MetadataTooLarge: [
    400,
    "The metadata takes more bytes than an object may carry",
  ],
  ExpiredToken: [400, "The session token is past its end"],
  IncompleteBody: [
    400,
    "The body ended before the length that the request names",
  ],
  InternalError: [500, "This endpoint failed at its own work"],
  InvalidAccessKeyId: [403, "This endpoint knows no such access key"],
  InvalidArgument: [400, "A value of the request is not one that it may have"],
  InvalidBucketName: [400, "A bucket cannot have this name"],
  InvalidDigest: [
    400,
    "The checksum in the request is none: it has the wrong length or alphabet",
  ],
  InvalidPart: [
    400,
    "A part of the list was never uploaded, or has another ETag",
  ],
  InvalidPartOrder: [
    400,
    "The numbers of the parts must rise from one to the next",
  ],
  InvalidRange: [416, "The range begins behind the last byte"],
  InvalidRequest: [400, "The request contradicts itself"],
  InvalidToken: [400, "This endpoint gave out no such session token"],
  KeyTooLongError: [400, "The key has more bytes than a key may have"],
  MalformedXML: [400, "Cannot read the document in the body"],
  MethodNotAllowed: [405, "Nothing at this address answers to this method"],
  MissingContentLength: [
    411,
    "The request must say how many bytes its body has",
  ],
  NoSuchBucket: [404, "There is no bucket of this name"],
  NoSuchKey: [404, "There is no object under this key"],
  NoSuchUpload: [
    404,
    "There is no open upload of this id: never begun, completed or aborted",
  ],
  NotImplemented: [501, "This endpoint does not do what the request asks for"],
  NotModified: [304, "The reader has this version already"],
  PermanentRedirect: [301, "The bucket lives at another endpoint"],
  PreconditionFailed: [412, "A condition of the request does not hold"],
  RequestTimeTooSkewed: [
    403,
    "The clocks of client and endpoint are too far apart",
  ],
  SignatureDoesNotMatch: [
    403,
    "The signature is not the one that this key gives for this request",
  ],
  SlowDown: [503, "Too many requests at once"],
  XAmzContentSHA256Mismatch: [
    400,
    "The body that came has another SHA-256 than the one that was signed",
  ],
} as const satisfies RefusalTable<string>;

/** Codes this endpoint answers with. */
export type S3Code = keyof typeof CODES;

/** Thrown where a request must not go on. */
export class S3Error extends CodedError<S3Code> {
  constructor(code: S3Code, options: RefusalOptions = {}) {
    super(CODES, code, options);
    this.name = "S3Error";
  }

  /** The XML of S3; `resource` is the path that was asked for. */
  answer(resource: string, requestId: string): Answer {
    return this.answerWith(this.body(resource, requestId));
  }

  /** The document alone: some lies put it behind a 200. */
  body(resource: string, requestId: string): Uint8Array {
    return this.document(this.message, [
      ["Resource", resource],
      ["RequestId", requestId],
    ]);
  }
}
