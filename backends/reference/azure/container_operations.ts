/** Containers: making, telling of, and deleting them with all they hold. */
import {
  type BlobOperation,
  containerOf,
  stateHeaders,
} from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";

/** Fails when it is there. */
export const createContainer: BlobOperation = ({ state, request }) => {
  const name = request.container ?? "";
  if (state.containers.has(name)) {
    throw new BlobError("ContainerAlreadyExists");
  }
  const headers = stateHeaders(state.makeContainer(name));
  return Promise.resolve({ status: 201, headers });
};

/** HEAD or GET. */
export const getContainer: BlobOperation = (context) =>
  Promise.resolve({
    status: 200,
    headers: [
      ...stateHeaders(containerOf(context)),
      ["x-ms-lease-status", "unlocked"],
      ["x-ms-lease-state", "available"],
      ["x-ms-has-immutability-policy", "false"],
      ["x-ms-has-legal-hold", "false"],
    ],
  });

/** With every blob and block in it. */
export const deleteContainer: BlobOperation = (context) => {
  context.state.dropContainer(containerOf(context));
  return Promise.resolve({ status: 202, headers: [] });
};
