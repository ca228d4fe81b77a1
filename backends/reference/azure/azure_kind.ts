/** The Blob endpoint as `serve` offers it. */
import type { EndpointKind } from "../endpoint.ts";
import { AzureEndpoint } from "./azure_endpoint.ts";
import { AZURE_MUTANTS } from "./azure_mutants.ts";

/** Started by `serve azure`. */
export const AZURE_KIND: EndpointKind = {
  name: "azure",
  summary: "Azure Blob: SharedKey and SAS checked, one account in the path",
  mutants: AZURE_MUTANTS.map(({ name, text }) => ({ name, text })),
  start: (options) => AzureEndpoint.start(options),
};
