/**
 * Parquet as a format of the files of a table. In: what does the hot loops of
 * pages; out: a `DataFormat`, whose files others read as well.
 */
import type { DataFormat } from "../data_format.ts";
import { openDataFile } from "./data_file_reader.ts";
import { createDataFile } from "./data_file_writer.ts";
import type { PageCore } from "./page_core.ts";

/** Goes into `TablePorts.formats` under its own name. */
export function parquetFormat(core: PageCore): DataFormat {
  return {
    name: "parquet",
    create: ({ schema, settings, sink }) =>
      createDataFile({ ...settings, core, schema, sink }),
    open: ({ hints = {}, source }) => openDataFile({ ...hints, core, source }),
  };
}
