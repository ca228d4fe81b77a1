/** Keys under load by script lanes, and the oracle that they share. */
import type {
  ObjectLaneSpec,
  ObjectSpaceFacts,
  ObjectSpaceSpec,
} from "../../../ffi/mod.ts";
import type { Gate } from "../../block.ts";
import { StorageError } from "../../errors.ts";
import type { ObjectLane, ObjectSpace } from "../../store.ts";
import type { ClientSettings } from "./client_settings.ts";
import { KeyStates } from "./key_states.ts";
import type { KeyShape } from "./lane_context.ts";
import { ScriptGate } from "./script_gate.ts";
import { type LanePeer, ScriptObjectLane } from "./script_object_lane.ts";
import type { OpenStates } from "./state_file.ts";

export interface ScriptSpaceParts {
  readonly url: string;
  readonly spec: ObjectSpaceSpec;
  /** Holds secrets; they go to the workers and nowhere else. */
  readonly settings: ClientSettings;
  readonly shape: KeyShape & Disposable;
  readonly states: OpenStates;
  readonly corePath: string;
  readonly hire: () => LanePeer;
}

/** Made by `sdkStoreFace`; lanes and gates are closed before it. */
export class ScriptSpace implements ObjectSpace {
  readonly #parts: ScriptSpaceParts;
  #lanes = 0;
  #isClosed = false;

  constructor(parts: ScriptSpaceParts) {
    this.#parts = parts;
  }

  get spec(): ObjectSpaceSpec {
    return this.#parts.spec;
  }

  gate(): Gate {
    return new ScriptGate();
  }

  lane(gate: Gate, spec: ObjectLaneSpec): ObjectLane {
    if (!(gate instanceof ScriptGate)) {
      throw this.#refuse("start a lane", "the gate is of another space");
    }
    this.#check(spec);
    const { url, states, spec: space, settings, corePath, hire } = this.#parts;
    const lane = new ScriptObjectLane({
      url,
      gate,
      order: {
        ...{ spec, space, settings, corePath },
        statesBuffer: states.buffer,
      },
      hire,
      onClose: () => this.#lanes--,
    });
    this.#lanes++;
    return lane;
  }

  key(index: number): string {
    return this.#parts.shape.key(index);
  }

  facts(): ObjectSpaceFacts {
    const { states, shape } = this.#parts;
    return new KeyStates(states.buffer).facts((index, generation) =>
      shape.sizeBytes(index, generation)
    );
  }

  close(): void {
    if (this.#isClosed) return;
    if (this.#lanes > 0) {
      throw this.#refuse("close a space", `${this.#lanes} lanes are open`);
    }
    this.#isClosed = true;
    this.#parts.states.close();
    this.#parts.shape[Symbol.dispose]();
  }

  #check(spec: ObjectLaneSpec): void {
    const { keyCount, readOnly } = this.spec;
    const isInside = spec.firstKey >= 0 && spec.keyCount >= 1 &&
      spec.firstKey + spec.keyCount <= keyCount;
    if (!isInside) {
      throw this.#refuse(
        `start lane ${spec.lane}`,
        `keys ${spec.firstKey} to ${spec.firstKey + spec.keyCount} are not ` +
          `among the ${keyCount} of the space`,
      );
    }
    const { put = 0, upload = 0, delete: remove = 0 } = spec.weights;
    if (readOnly && put + upload + remove > 0) {
      throw this.#refuse(
        `start lane ${spec.lane}`,
        "it would write, and the space is read-only",
      );
    }
  }

  #refuse(action: string, reason: string): StorageError {
    return new StorageError(
      `Cannot ${action} on "${this.#parts.url}": ${reason}`,
      { kind: "Unsupported", operation: "lane" },
    );
  }
}
