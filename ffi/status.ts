/**
 * Statuses of the core and the error that carries one. A status is 0 or a
 * count on success, `-errno` for what the kernel said, below -1000 for what
 * the core says; which kind of storage error that is, backends decide.
 */

/** `SV_STATUS_MAP`: name, value and text, as the core has them. */
export const STATUSES = {
  SHORT: [-1001, "transfer ended before the requested length"],
  MISMATCH: [-1002, "bytes read differ from the bytes expected"],
  ALIGN: [-1003, "size or offset is not a multiple of the alignment"],
  LAYOUT: [-1004, "a field of the request is out of range"],
  STATE: [-1005, "call is out of order for this handle"],
  ORACLE: [-1006, "oracle file is not one of this core, or is damaged"],
  NO_URING: [-1007, "io_uring is not available on this host"],
  POINT: [-1008, "no fault point of that name"],
  PLAN_TEXT: [-1009, "fault plan text cannot be understood"],
  NO_FIU: [-1010, "core was built without libfiu"],
  BUSY_DEVICE: [-1011, "device is in use by the kernel"],
  NOT_EMPTY: [-1012, "file exists already"],
  BOUND: [-1013, "value does not fit the space it was meant for"],
  NO_CURL: [-1014, "libcurl is not on this host or is too old"],
  NO_CRYPTO: [-1015, "libcrypto is not on this host, or forbids it"],
  DIGEST: [-1016, "digest of the bytes is not the one expected"],
  DECODE: [-1017, "encoded bytes are damaged or not what was promised"],
  TAG: [-1018, "key is another one, or the bytes were changed"],
  HTTP_REFUSED: [-1101, "connection was refused or has no route"],
  HTTP_RESOLVE: [-1102, "host name cannot be resolved"],
  HTTP_RESET: [-1103, "connection was reset or closed early"],
  HTTP_TIMEOUT: [-1104, "no answer, or no byte, within the time limit"],
  HTTP_TLS: [-1105, "TLS failed or the certificate is not trusted"],
  HTTP_TRUNCATED: [-1106, "body ended before the promised length"],
  HTTP_BROKEN: [-1107, "answer is not HTTP, or not of this protocol"],
  HTTP_DENIED: [-1110, "request was denied: 401 or 403"],
  HTTP_NOT_FOUND: [-1111, "nothing is there: 404"],
  HTTP_CONFLICT: [-1112, "request is in conflict: 409"],
  HTTP_PRECONDITION: [-1113, "precondition failed: 412"],
  HTTP_RANGE: [-1114, "range lies outside of the object: 416"],
  HTTP_THROTTLED: [-1115, "store asks to slow down: 429 or 503"],
  HTTP_SERVER: [-1116, "store failed: 5xx"],
  HTTP_REDIRECT: [-1117, "store points to another region or endpoint: 3xx"],
  HTTP_REQUEST: [-1118, "store refused the request: 4xx"],
  HTTP_ERROR_BODY: [-1119, "answer is a 200 with an error inside"],
} as const satisfies Record<string, readonly [number, string]>;

export type StatusName = keyof typeof STATUSES;

/** Linux numbers of the generic ABI: x86-64 and arm64 agree on them. */
const ERRNO_NAMES = `
EPERM:1 ENOENT:2 ESRCH:3 EINTR:4 EIO:5 ENXIO:6 E2BIG:7 ENOEXEC:8 EBADF:9
ECHILD:10 EAGAIN:11 ENOMEM:12 EACCES:13 EFAULT:14 ENOTBLK:15 EBUSY:16
EEXIST:17 EXDEV:18 ENODEV:19 ENOTDIR:20 EISDIR:21 EINVAL:22 ENFILE:23
EMFILE:24 ENOTTY:25 ETXTBSY:26 EFBIG:27 ENOSPC:28 ESPIPE:29 EROFS:30
EMLINK:31 EPIPE:32 EDOM:33 ERANGE:34 EDEADLOCK:35 ENAMETOOLONG:36
ENOLCK:37 ENOSYS:38 ENOTEMPTY:39 ELOOP:40 ENOMSG:42 EIDRM:43 ECHRNG:44
EL2NSYNC:45 EL3HLT:46 EL3RST:47 ELNRNG:48 EUNATCH:49 ENOCSI:50 EL2HLT:51
EBADE:52 EBADR:53 EXFULL:54 ENOANO:55 EBADRQC:56 EBADSLT:57 EBFONT:59
ENOSTR:60 ENODATA:61 ETIME:62 ENOSR:63 ENONET:64 ENOPKG:65 EREMOTE:66
ENOLINK:67 EADV:68 ESRMNT:69 ECOMM:70 EPROTO:71 EMULTIHOP:72 EDOTDOT:73
EBADMSG:74 EOVERFLOW:75 ENOTUNIQ:76 EBADFD:77 EREMCHG:78 ELIBACC:79
ELIBBAD:80 ELIBSCN:81 ELIBMAX:82 ELIBEXEC:83 EILSEQ:84 ERESTART:85
ESTRPIPE:86 EUSERS:87 ENOTSOCK:88 EDESTADDRREQ:89 EMSGSIZE:90
EPROTOTYPE:91 ENOPROTOOPT:92 EPROTONOSUPPORT:93 ESOCKTNOSUPPORT:94
ENOTSUP:95 EPFNOSUPPORT:96 EAFNOSUPPORT:97 EADDRINUSE:98
EADDRNOTAVAIL:99 ENETDOWN:100 ENETUNREACH:101 ENETRESET:102
ECONNABORTED:103 ECONNRESET:104 ENOBUFS:105 EISCONN:106 ENOTCONN:107
ESHUTDOWN:108 ETOOMANYREFS:109 ETIMEDOUT:110 ECONNREFUSED:111
EHOSTDOWN:112 EHOSTUNREACH:113 EALREADY:114 EINPROGRESS:115 ESTALE:116
EUCLEAN:117 ENOTNAM:118 ENAVAIL:119 EISNAM:120 EREMOTEIO:121 EDQUOT:122
ENOMEDIUM:123 EMEDIUMTYPE:124 ECANCELED:125 ENOKEY:126 EKEYEXPIRED:127
EKEYREVOKED:128 EKEYREJECTED:129 EOWNERDEAD:130 ENOTRECOVERABLE:131
ERFKILL:132
`;

const NAMES: ReadonlyMap<number, string> = new Map([
  ...ERRNO_NAMES.trim().split(/\s+/).map((pair): [number, string] => {
    const [name = "", number = ""] = pair.split(":");
    return [-Number(number), name];
  }),
  ...Object.entries(STATUSES).map(([name, [value]]): [number, string] => [
    value,
    name,
  ]),
]);

/** `ENOSPC`, `ALIGN`, or the number itself for one that has no name. */
export function statusName(status: number): string {
  return NAMES.get(status) ?? String(status);
}

/** The value of a status by its name; `undefined` for a name unknown here. */
export function statusOf(name: string): number | undefined {
  for (const [value, known] of NAMES) if (known === name) return value;
  return undefined;
}

export interface CoreErrorOptions {
  readonly status: number;
  /** What was tried, as a verb and its object: `open space`. */
  readonly operation: string;
  /** Index of the file of a space that could not be opened. */
  readonly failedFile?: number;
  readonly cause?: unknown;
}

/** A call of the core failed. The message is a whole sentence. */
export class CoreError extends Error {
  override readonly name = "CoreError";
  readonly status: number;
  readonly statusName: string;
  readonly operation: string;
  readonly failedFile: number | null;

  constructor(message: string, options: CoreErrorOptions) {
    super(
      message,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.status = options.status;
    this.statusName = statusName(options.status);
    this.operation = options.operation;
    this.failedFile = options.failedFile ?? null;
  }
}
