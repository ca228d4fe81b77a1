/** A store face and its objects, in memory, with every call on record. */
import type {
  ObjectLane,
  ObjectLaneSpec,
  ObjectSpace,
  ObjectSpaceFacts,
  ObjectSpaceSpec,
  SizeClassCounts,
  StoreFace,
  StoreFacts,
} from "../../backends/mod.ts";
import { FakeLane } from "./fake_lane.ts";
import { FakeLanes } from "./fake_lanes.ts";
import { emptyLatency } from "./recording_fixture.ts";

/** What a lane made by the space does; by default it ends at once. */
export type ObjectLaneScript = (lane: FakeObjectLane) => void;

export class FakeObjectLane extends FakeLane<ObjectLaneSpec>
  implements ObjectLane {
  sizes = new Map<string, SizeClassCounts>();

  sizeClass(op: "get" | "put", index: number): SizeClassCounts {
    return this.sizes.get(`${op} ${index}`) ??
      { latency: emptyLatency(), bytes: 0 };
  }
}

/** Key 7 is `<prefix>k7`. */
export class FakeObjectSpace
  extends FakeLanes<ObjectSpaceSpec, ObjectLaneSpec, FakeObjectLane>
  implements ObjectSpace {
  protected make(spec: ObjectLaneSpec): FakeObjectLane {
    return new FakeObjectLane(spec);
  }

  key(index: number): string {
    if (index >= this.spec.keyCount) throw new RangeError(`No key ${index}`);
    return `${this.spec.keyPrefix}k${index}`;
  }

  facts(): ObjectSpaceFacts {
    return {
      keys: this.spec.keyCount,
      keysLive: this.spec.keyCount,
      keysDeleted: 0,
      keysNever: 0,
      keysUnsettled: 0,
      bytesLive: this.spec.keyCount * 4096,
      generationMax: 1,
      uploadsOpen: 0,
    };
  }
}

/** Opens a `FakeObjectSpace` each time; `refuse` fails the next open. */
export class FakeStoreFace implements StoreFace {
  readonly opened: FakeObjectSpace[] = [];
  refuse: Error | null = null;
  readonly #script: ObjectLaneScript;

  constructor(script: ObjectLaneScript = (lane) => lane.end(0)) {
    this.#script = script;
  }

  facts(): Promise<StoreFacts> {
    return Promise.resolve({
      client: "libcurl",
      clientVersion: "libcurl/7.88.1",
      endpoints: 1,
      isInsecure: false,
      checksum: "none",
    });
  }

  open(spec: ObjectSpaceSpec): Promise<ObjectSpace> {
    if (this.refuse !== null) return Promise.reject(this.refuse);
    const space = new FakeObjectSpace(spec, this.#script);
    this.opened.push(space);
    return Promise.resolve(space);
  }
}
