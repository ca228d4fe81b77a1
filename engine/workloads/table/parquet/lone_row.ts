/**
 * One row from the bytes of its row group alone, without the footer: for files
 * whose row groups have one row, of required byte arrays, neither compressed
 * nor in a dictionary. Bytes go in, which may say anything; come out: values.
 */
import { PageScratch, pagesOf } from "./chunk_pages.ts";
import { FormatError } from "./format_error.ts";
import type { PageCore } from "./page_core.ts";
import { RoomLimit } from "./room_limit.ts";

const PLAIN = 0;
const LENGTH_BYTES = 4;

/** A value of each column, as views; fails with a `FormatError`. */
export function loneRow(
  core: PageCore,
  bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer>[] {
  const chunk = {
    bytes,
    codec: "uncompressed",
    part: "row",
    cipher: undefined,
    headersSum: undefined,
    scratch: new PageScratch(core, new RoomLimit()),
  } as const;
  return [...pagesOf(core, chunk)].map(({ header, bytes: body, part }) => {
    const told = header.dataPageHeader ?? header.dataPageHeaderV2;
    if (told?.numValues !== 1 || told.encoding !== PLAIN) {
      throw malformed(part, "it holds no single value as it is");
    }
    const view = new DataView(body.buffer, body.byteOffset, body.length);
    const length = body.length < LENGTH_BYTES ? -1 : view.getUint32(0, true);
    if (length !== body.length - LENGTH_BYTES) {
      throw malformed(part, `it promises ${length} bytes it has not`);
    }
    return body.subarray(LENGTH_BYTES);
  });
}

function malformed(part: string, reason: string): FormatError {
  return new FormatError({ part, kind: "malformed", reason });
}
