/**
 * Zip archives whose members are stored, not compressed, and below 4 GiB: the
 * frame of `.npz`. Goes in: members by name; comes out: the archive, and back.
 * The table at the end is believed, as unzip does; each sum is checked.
 */
import { crc32 } from "./reflected_crc.ts";
import { SampleFault, type SampleFaultKind } from "./sample_fault.ts";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 0xffff;
/** From here on fields say "look elsewhere" (zip64). */
const ARCHIVE_BYTES_MAX = 0xffff_fffe;
const MEMBERS_MAX = 0xfffe;
const VERSION = 20;
const UTF8_NAMES = 1 << 11;
/** 1980-01-01: equal members give equal archives. */
const DOS_DATE = (1 << 5) | 1;

interface Member {
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
  readonly sum: number;
  readonly offset: number;
}

/** In the order of the map. A `RangeError` for what would need zip64. */
export function writeZip(
  files: ReadonlyMap<string, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const members: Member[] = [];
  let offset = 0;
  let centralBytes = 0;
  for (const [text, bytes] of files) {
    const name = encoder.encode(text);
    members.push({ name, bytes, sum: crc32(bytes), offset });
    offset += LOCAL_BYTES + name.length + bytes.length;
    centralBytes += CENTRAL_BYTES + name.length;
  }
  const sizeBytes = offset + centralBytes + END_BYTES;
  if (sizeBytes > ARCHIVE_BYTES_MAX || members.length > MEMBERS_MAX) {
    throw new RangeError(
      `Cannot write .npz of ${sizeBytes} bytes and ${members.length} ` +
        `arrays: at most ${ARCHIVE_BYTES_MAX} bytes and ${MEMBERS_MAX} fit`,
    );
  }
  const archive = new Uint8Array(sizeBytes);
  const view = new DataView(archive.buffer);
  let central = offset;
  for (const member of members) {
    const start = member.offset;
    view.setUint32(start, LOCAL, true);
    writeFacts(view, start + 4, member);
    archive.set(member.name, start + LOCAL_BYTES);
    archive.set(member.bytes, start + LOCAL_BYTES + member.name.length);
    view.setUint32(central, CENTRAL, true);
    view.setUint16(central + 4, VERSION, true);
    writeFacts(view, central + 6, member);
    view.setUint32(central + 42, start, true);
    archive.set(member.name, central + CENTRAL_BYTES);
    central += CENTRAL_BYTES + member.name.length;
  }
  view.setUint32(central, END, true);
  view.setUint16(central + 8, members.length, true);
  view.setUint16(central + 10, members.length, true);
  view.setUint32(central + 12, centralBytes, true);
  view.setUint32(central + 16, offset, true);
  return archive;
}

/** The fields that both headers of a member have, in the same order. */
function writeFacts(view: DataView, at: number, member: Member): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint16(at + 8, DOS_DATE, true);
  view.setUint32(at + 10, member.sum, true);
  view.setUint32(at + 14, member.bytes.length, true);
  view.setUint32(at + 18, member.bytes.length, true);
  view.setUint16(at + 22, member.name.length, true);
}

/** Members are views of `archive`. Fails with a `SampleFault`. */
export function readZip(archive: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(
    archive.buffer,
    archive.byteOffset,
    archive.byteLength,
  );
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let central = view.getUint32(end + 16, true);
  const files = new Map<string, Uint8Array>();
  for (let index = 0; index < count; index++) {
    if (
      central + CENTRAL_BYTES > end ||
      view.getUint32(central, true) !== CENTRAL
    ) {
      throw fault("malformed", central, "its table has no such entry");
    }
    const nameBytes = view.getUint16(central + 28, true);
    const nameStart = central + CENTRAL_BYTES;
    const name = new TextDecoder().decode(
      archive.subarray(nameStart, nameStart + nameBytes),
    );
    if (files.has(name)) {
      throw fault("malformed", central, `it has "${name}" twice`);
    }
    files.set(name, readMember(archive, view, { central, name }));
    central = nameStart + nameBytes + view.getUint16(central + 30, true) +
      view.getUint16(central + 32, true);
  }
  if (central === end) return files;
  throw fault("malformed", central, "its table does not end where it should");
}

/** A comment may follow the end, so it is looked for from behind. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  const first = Math.max(0, last - COMMENT_BYTES_MAX);
  for (let at = last; at >= first; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw fault("truncated", view.byteLength, "it has no table at its end");
}

function readMember(
  archive: Uint8Array,
  view: DataView,
  { central, name }: { readonly central: number; readonly name: string },
): Uint8Array {
  const method = view.getUint16(central + 10, true);
  if (method !== 0) {
    throw fault("unsupported", central, `"${name}" is compressed`);
  }
  const sum = view.getUint32(central + 16, true);
  const sizeBytes = view.getUint32(central + 20, true);
  const start = view.getUint32(central + 42, true);
  if (sizeBytes > ARCHIVE_BYTES_MAX || start > ARCHIVE_BYTES_MAX) {
    throw fault("unsupported", central, `"${name}" needs zip64`);
  }
  if (
    start + LOCAL_BYTES > archive.length ||
    view.getUint32(start, true) !== LOCAL
  ) {
    throw fault("malformed", start, `"${name}" does not start here`);
  }
  const first = start + LOCAL_BYTES + view.getUint16(start + 26, true) +
    view.getUint16(start + 28, true);
  if (first + sizeBytes > archive.length) {
    throw fault("truncated", archive.length, `"${name}" ends too early`);
  }
  const bytes = archive.subarray(first, first + sizeBytes);
  if (crc32(bytes) === sum) return bytes;
  throw fault("checksum", first, `the CRC-32 of "${name}" does not fit`);
}

function fault(kind: SampleFaultKind, atByte: number, reason: string) {
  return new SampleFault({ format: ".npz", kind, atByte, reason });
}
