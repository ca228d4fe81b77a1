/**
 * CompleteMultipartUpload: parts become one object, or nothing changes. Goes
 * in: the list of parts that the client believes in; comes out: the object.
 */
import { childText, parseXml, type XmlNode } from "../xml.ts";
import {
  base64Of,
  bytesOfBase64,
  checksumLabel,
  CHECKSUMS,
  digestBytes,
  startDigest,
} from "./checksum.ts";
import { uploadOf } from "./multipart_upload.ts";
import { checksumHeaders, quoted } from "./object_headers.ts";
import { Payload } from "./payload.ts";
import { publish } from "./put_object.ts";
import {
  headerOf,
  type S3Call,
  type S3Operation,
  xmlAnswer,
} from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";
import type { OpenUpload, StoredPart } from "./uploads.ts";
import type { ObjectChecksum } from "./version.ts";

const BODY_BYTES_MAX = 4 * 1024 ** 2;

/** Fails without a trace: the upload stays open. */
export const completeMultipartUpload: S3Operation = async (call) => {
  const upload = uploadOf(call);
  // Its own checksum headers are about the object, not about the document.
  const listed = await readList(call);
  const parts = chooseParts(call, upload, listed);
  const checksum = await objectChecksum(call, upload, parts);
  checkTold(call, parts, checksum);
  // Parts may have been replaced, and the upload ended, while that was read.
  uploadOf(call);
  chooseParts(call, upload, listed);
  const digest = startDigest("md5");
  for (const { etag } of parts) digest.update(Uint8Array.fromHex(etag));
  const version = publishParts(call, upload, {
    parts,
    etag: `${digest.digest().toHex()}-${parts.length}`,
    checksum,
  });
  const { checksum: kept } = version;
  return xmlAnswer(
    ["CompleteMultipartUploadResult", [
      ["Location", `/${upload.bucket.name}/${upload.key}`],
      ["Bucket", upload.bucket.name],
      ["Key", upload.key],
      ["ETag", quoted(version.etag)],
      ...(kept === undefined ? [] : [
        [`Checksum${checksumLabel(kept.name)}`, kept.base64] as const,
        ["ChecksumType", kept.type] as const,
      ]),
    ]],
    checksumHeaders(kept),
  );
};

async function readList(call: S3Call): Promise<readonly XmlNode[]> {
  const headers = new Map(call.request.headers);
  for (const name of CHECKSUMS) headers.delete(`x-amz-checksum-${name}`);
  const payload = new Payload(
    { ...call, request: { ...call.request, headers } },
    { bytesMax: BODY_BYTES_MAX },
  );
  const root = parseXml(await payload.bytes());
  const listed = root?.name === "CompleteMultipartUpload"
    ? root.children.filter(({ name }) => name === "Part")
    : [];
  if (listed.length === 0) throw new S3Error("MalformedXML");
  return listed;
}

function chooseParts(
  call: S3Call,
  upload: OpenUpload,
  listed: readonly XmlNode[],
): StoredPart[] {
  let before = 0;
  return listed.map((node, index) => {
    const number = Number(childText(node, "PartNumber"));
    const etag = childText(node, "ETag")?.replace(/^"|"$/g, "") ?? "";
    if (!Number.isInteger(number)) throw new S3Error("MalformedXML");
    if (number <= before) throw new S3Error("InvalidPartOrder");
    before = number;
    const part = upload.parts.get(number);
    const isNamed = part !== undefined && part.etag === etag &&
      isSame(node, part);
    const isTaken = part !== undefined &&
      call.mutants.decide("part", isNamed, call.about);
    if (part === undefined || !isTaken) {
      throw new S3Error("InvalidPart", {
        details: [
          ["UploadId", upload.id],
          ["PartNumber", number],
          ["ETag", etag],
        ],
      });
    }
    const { partBytesMin } = call.limits;
    if (index < listed.length - 1 && part.sizeBytes < partBytesMin) {
      throw new S3Error("EntityTooSmall", {
        details: [
          ["ProposedSize", part.sizeBytes],
          ["MinSizeAllowed", partBytesMin],
          ["PartNumber", number],
          ["ETag", etag],
        ],
      });
    }
    return part;
  });
}

/** Whether the checksums in the list are those of the part. */
function isSame(node: XmlNode, { checksum }: StoredPart): boolean {
  return CHECKSUMS.every((name) => {
    const told = childText(node, `Checksum${checksumLabel(name)}`);
    return told === undefined ||
      (checksum?.name === name && checksum.base64 === told);
  });
}

async function objectChecksum(
  { store }: S3Call,
  upload: OpenUpload,
  parts: readonly StoredPart[],
): Promise<ObjectChecksum | undefined> {
  if (upload.checksum === undefined) return undefined;
  const { name, type } = upload.checksum;
  const digest = startDigest(name);
  if (type === "COMPOSITE") {
    for (const { checksum } of parts) {
      const bytes = bytesOfBase64(checksum?.base64 ?? "", digestBytes(name));
      digest.update(bytes ?? new Uint8Array());
    }
    const base64 = `${base64Of(digest.digest())}-${parts.length}`;
    return { name, type, base64 };
  }
  const blobs = parts.flatMap((part) => part.blobs);
  const range = { start: 0, end: Infinity };
  for await (const chunk of store.blobs.read(blobs, range)) {
    digest.update(chunk);
  }
  return { name, type, base64: base64Of(digest.digest()) };
}

/** Size and checksum of the object as the client knows them. */
function checkTold(
  call: S3Call,
  parts: readonly StoredPart[],
  checksum: ObjectChecksum | undefined,
): void {
  const size = parts.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  const toldSize = headerOf(call, "x-amz-mp-object-size");
  if (toldSize !== undefined && Number(toldSize) !== size) {
    throw new S3Error("InvalidRequest", {
      message:
        "The parts together have another size than x-amz-mp-object-size " +
        "says",
    });
  }
  if (checksum === undefined) return;
  const told = headerOf(call, `x-amz-checksum-${checksum.name}`);
  const holds = told === undefined || told === checksum.base64;
  if (call.mutants.decide("checksum", holds, call.about)) return;
  throw new S3Error("BadDigest");
}

function publishParts(
  call: S3Call,
  upload: OpenUpload,
  { parts, etag, checksum }: {
    readonly parts: readonly StoredPart[];
    readonly etag: string;
    readonly checksum: ObjectChecksum | undefined;
  },
) {
  const { bucket, key, headers } = upload;
  const version = publish(call, { bucket, key }, {
    etag,
    sizeBytes: parts.reduce((total, part) => total + part.sizeBytes, 0),
    headers,
    parts: parts.map(({ sizeBytes }, index) => ({
      number: index + 1,
      sizeBytes,
    })),
    blobs: parts.flatMap((part) => part.blobs),
    ...(checksum === undefined ? {} : { checksum }),
  });
  call.uploads.end(upload, parts);
  return version;
}
