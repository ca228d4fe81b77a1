/** DeleteObject and DeleteObjects: keys that are gone for reads and lists. */
import { childText, parseXml, type XmlElement, type XmlNode } from "../xml.ts";
import { judgeWrite } from "./conditions.ts";
import { Payload } from "./payload.ts";
import {
  bucketOf,
  headerOf,
  keyOf,
  type S3Call,
  type S3Operation,
  xmlAnswer,
} from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";

/** Keys of one request. */
const KEYS_MAX = 1000;
const BODY_BYTES_MAX = 2 * 1024 ** 2;

/** 204 whether or not the key was there. */
export const deleteObject: S3Operation = (call) => {
  remove(call, keyOf(call), true);
  return { status: 204, headers: [] };
};

/** Each key has its own outcome, told in the document. */
export const deleteObjects: S3Operation = async (call) => {
  bucketOf(call);
  const payload = new Payload(call, { bytesMax: BODY_BYTES_MAX });
  if (!payload.isProtected) {
    throw new S3Error("InvalidRequest", {
      message: "A list of deletes needs Content-MD5 or a checksum",
    });
  }
  const root = parseXml(await payload.bytes());
  const objects = root?.name === "Delete"
    ? root.children.filter(({ name }) => name === "Object")
    : [];
  if (root === undefined || objects.length === 0 || objects.length > KEYS_MAX) {
    throw new S3Error("MalformedXML");
  }
  const isQuiet = childText(root, "Quiet") === "true";
  const results = objects.map((object) => removeListed(call, object));
  return xmlAnswer([
    "DeleteResult",
    results.filter(([name]) => !isQuiet || name === "Error"),
  ]);
};

function removeListed(call: S3Call, object: XmlNode): XmlElement {
  const key = childText(object, "Key") ?? "";
  try {
    if (key === "") throw new S3Error("MalformedXML");
    remove(call, key, false);
    return ["Deleted", [["Key", key]]];
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return ["Error", [
      ["Key", key],
      ["Code", error.code],
      ["Message", error.message],
    ]];
  }
}

function remove(call: S3Call, key: string, isJudged: boolean): void {
  const { store, mutants } = call;
  const bucket = bucketOf(call);
  const isConditional = isJudged && headerOf(call, "if-match") !== undefined;
  const isStored = mutants.decide("store", true, { ...call.about, key });
  if (!isStored) return;
  store.delete({ bucket, key }, (current) => {
    if (isConditional) judgeWrite(call, current);
  });
}
