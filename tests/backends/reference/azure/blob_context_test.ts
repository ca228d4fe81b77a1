import { assertEquals, assertThrows } from "@std/assert";
import {
  type BlobContext,
  blobNameOf,
  containerOf,
  stateHeaders,
  versionToRead,
} from "../../../../backends/reference/azure/blob_context.ts";
import { BlobError } from "../../../../backends/reference/azure/blob_error.ts";
import { BlobRecords } from "../../../../backends/reference/azure/blob_records.ts";
import { BlobState } from "../../../../backends/reference/azure/blob_state.ts";
import { AZURE_MUTANTS } from "../../../../backends/reference/azure/azure_mutants.ts";
import { BlobFolder } from "../../../../backends/reference/blob_folder.ts";
import { Mutants } from "../../../../backends/reference/mutants.ts";

/** Nothing is saved. */
class NoRecords extends BlobRecords {
  override makeContainer(): void {}
}

const NO_RECORDS = new NoRecords("/nowhere");

function contextOf(container: string, blob?: string): BlobContext {
  const state = new BlobState({
    folder: new BlobFolder("/nowhere"),
    records: NO_RECORDS,
    nowMs: () => 0,
    keepsPrevious: false,
  });
  state.makeContainer("box");
  // Only names are looked at.
  return {
    request: { container, blob },
    state,
    mutants: new Mutants(AZURE_MUTANTS),
    about: { operation: "GetBlob" },
  } as unknown as BlobContext;
}

const code = (act: () => unknown) => assertThrows(act, BlobError).code;

Deno.test("containerOf() and versionToRead() say what is not there", () => {
  assertEquals(code(() => containerOf(contextOf("none"))), "ContainerNotFound");
  const context = contextOf("box", "k");
  const container = containerOf(context);
  assertEquals(code(() => versionToRead(context, container)), "BlobNotFound");
  assertEquals(blobNameOf(context), "k");
  assertEquals(code(() => blobNameOf(contextOf("box"))), "InvalidUri");
});

Deno.test("stateHeaders() tells ETag and day", () => {
  assertEquals(stateHeaders({ etag: '"e"', modifiedMs: 0 }), [
    ["ETag", '"e"'],
    ["Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ]);
});
