/**
 * The hot loops on levels and bitmaps in plain TypeScript: what the core is
 * held against, and what does the work where it does not.
 */
import type {
  Bitmap,
  LevelCore,
} from "../../../../../engine/workloads/table/parquet/level_core.ts";

function isSet({ bitOffset, bits }: Bitmap, place: number): boolean {
  const bit = bitOffset + place;
  return (((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
}

function put({ bitOffset, bits }: Bitmap, place: number, value: boolean) {
  const bit = bitOffset + place;
  const byte = bits[bit >> 3] ?? 0;
  const mask = 1 << (bit & 7);
  bits[bit >> 3] = value ? byte | mask : byte & ~mask;
}

/** All of it. */
export const SCRIPT_LEVELS: LevelCore = {
  markNulls({ count, definition, places }, validity) {
    let alive = 0;
    for (let index = 0; index < count; index++) {
      const place = places[index] ?? -1;
      if (place < 0) continue;
      if (validity !== undefined && !isSet(validity, place)) {
        places[index] = -1;
        continue;
      }
      definition[index] = (definition[index] ?? 0) + 1;
      alive++;
    }
    return alive;
  },
  expandedCount({ count, places }, offsets) {
    let made = 0;
    for (let index = 0; index < count; index++) {
      const place = places[index] ?? -1;
      const length = place < 0
        ? 1
        : (offsets[place + 1] ?? 0) - (offsets[place] ?? 0);
      made += Math.max(1, length);
    }
    return made;
  },
  expandLists({ entries, offsets, repetition, to }) {
    let made = 0;
    for (let index = 0; index < entries.count; index++) {
      const place = entries.places[index] ?? -1;
      const level = entries.definition[index] ?? 0;
      const start = place < 0 ? 0 : offsets[place] ?? 0;
      const end = place < 0 ? 0 : offsets[place + 1] ?? 0;
      const isEnd = end <= start;
      to.repetition[made] = entries.repetition[index] ?? 0;
      to.definition[made] = isEnd ? level : level + 1;
      to.places[made++] = isEnd ? -1 : start;
      for (let item = start + 1; item < end; item++) {
        to.repetition[made] = repetition;
        to.definition[made] = level + 1;
        to.places[made++] = item;
      }
    }
  },
  selectPlaces({ count, places }, to) {
    let made = 0;
    for (let index = 0; index < count; index++) {
      const place = places[index] ?? -1;
      if (place >= 0) to[made++] = place;
    }
    return made;
  },
  readValidity({ definition, node, repetition, to }) {
    let [slots, nulls] = [0, 0];
    for (let index = 0; index < definition.length; index++) {
      const level = definition[index] ?? 0;
      if (level < node.slot) continue;
      if ((repetition?.[index] ?? 0) > node.repetition) continue;
      const isPresent = level >= node.present;
      put(to, slots++, isPresent);
      if (!isPresent) nulls++;
    }
    return [slots, nulls];
  },
  readOffsets({ definition, item, node, offsets, repetition }) {
    let slots = 0;
    let end = offsets[0] ?? 0;
    const count = definition?.length ?? repetition.length;
    for (let index = 0; index < count; index++) {
      const level = definition?.[index] ?? item;
      const repeated = repetition[index] ?? 0;
      if (repeated > node.repetition + 1) continue;
      if (repeated === node.repetition + 1) {
        if (slots === 0 || level < item) return -1;
      } else {
        if (level < node.slot) continue;
        slots++;
      }
      if (level >= item) end++;
      if (slots < offsets.length) offsets[slots] = end;
    }
    return slots;
  },
  entriesOfRows(repetition, rowCount) {
    let rows = 0;
    for (let index = 0; index < repetition.length; index++) {
      if (repetition[index] === 0 && ++rows > rowCount) return index;
    }
    return repetition.length;
  },
  countRows: (repetition) =>
    repetition.reduce((sum, level) => sum + (level === 0 ? 1 : 0), 0),
  countBits(bitmap, count) {
    let set = 0;
    for (let index = 0; index < count; index++) {
      if (isSet(bitmap, index)) set++;
    }
    return set;
  },
  copyBits({ count, from, to }) {
    for (let index = 0; index < count; index++) {
      put(to, index, isSet(from, index));
    }
  },
  gatherBits({ from, selection, to }) {
    selection.forEach((place, index) =>
      put({ bits: to, bitOffset: 0 }, index, isSet(from, place))
    );
  },
  packBits(values, to) {
    values.forEach((value, index) => put(to, index, value !== 0));
  },
  spreadFixed({ count, validity, values, widthBytes }) {
    let next = SCRIPT_LEVELS.countBits(validity, count);
    for (let index = count - 1; index >= 0; index--) {
      const start = index * widthBytes;
      if (!isSet(validity, index)) {
        values.fill(0, start, start + widthBytes);
        continue;
      }
      const from = --next * widthBytes;
      values.copyWithin(start, from, from + widthBytes);
    }
  },
  spreadBits({ count, validity, values }) {
    const bitmap = { bits: values, bitOffset: 0 };
    let next = SCRIPT_LEVELS.countBits(validity, count);
    for (let index = count - 1; index >= 0; index--) {
      const isValid = isSet(validity, index);
      put(bitmap, index, isValid && isSet(bitmap, --next));
    }
  },
  spreadOffsets({ count, offsets, validity }) {
    let next = SCRIPT_LEVELS.countBits(validity, count);
    for (let index = count; index > 0; index--) {
      offsets[index] = offsets[next] ?? 0;
      if (isSet(validity, index - 1)) next--;
    }
  },
};
