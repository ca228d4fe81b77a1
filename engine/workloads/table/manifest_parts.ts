/** Parts of a manifest that both forms have in common: JSON in, values out. */
import type {
  FieldDefault,
  FieldType,
  Manifest,
  TableField,
} from "./manifest.ts";
import type { Shape } from "./manifest_shape.ts";

/** What a table carries beside its rows. */
export type Extras = Pick<
  Manifest,
  "deltaLogs" | "stats" | "indexes" | "lobFiles"
>;

/** Each may be absent: the first programs did not write all of them. */
export function readExtras(shape: Shape): Extras {
  return {
    deltaLogs: shape.listIfAny("deltaLogs", (log) => ({
      path: log.text("path"),
      type: log.oneOf("type", ["primary key", "positional", "equality"]),
      entries: log.count("entries"),
    })),
    stats: shape.has("stats")
      ? shape.map("stats", (stat) => ({
        paths: stat.texts("paths"),
        metadata: stat.textMap("metadata"),
      }))
      : {},
    indexes: shape.listIfAny("indexes", (index) => ({
      columnName: index.text("columnName"),
      indexName: index.text("indexName"),
      indexType: index.text("indexType"),
      path: index.text("path"),
      indexId: index.count("indexId"),
      rowCount: index.count("rowCount"),
      properties: index.textMap("properties"),
    })),
    lobFiles: shape.listIfAny("lobFiles", (lob) => ({
      path: lob.text("path"),
      fieldId: lob.count("fieldId"),
      totalRows: lob.count("totalRows"),
      validRows: lob.count("validRows"),
      sizeBytes: lob.count("sizeBytes"),
    })),
  };
}

/** A field, with those inside it. */
export function readField(shape: Shape): TableField {
  const name = shape.text("name");
  const type = readType(shape.shape("type"));
  const nullable = shape.flag("nullable");
  return shape.has("default")
    ? { name, type, nullable, default: readDefault(shape.shape("default")) }
    : { name, type, nullable };
}

function readType(shape: Shape): FieldType {
  return {
    name: shape.text("name"),
    ...(shape.has("parameters")
      ? { parameters: shape.wordMap("parameters") }
      : {}),
    ...(shape.has("children")
      ? { children: shape.list("children", readField) }
      : {}),
  };
}

function readDefault(shape: Shape): FieldDefault {
  const kind = shape.oneOf("kind", ["number", "integer", "text", "boolean"]);
  return kind === "boolean"
    ? { kind, isTrue: shape.flag("isTrue") }
    : { kind, text: shape.text("text") };
}
