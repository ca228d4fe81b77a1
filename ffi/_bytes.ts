/** Views whose memory the core may be handed: not shared with other threads. */

/** The same view; refuses one of a `SharedArrayBuffer` with a `TypeError`. */
export function ownBytes<T extends ArrayBufferView>(
  view: T,
): T & ArrayBufferView<ArrayBuffer> {
  if (!isOwn(view)) {
    throw new TypeError("Cannot hand shared memory to the core");
  }
  return view;
}

function isOwn<T extends ArrayBufferView>(
  view: T,
): view is T & ArrayBufferView<ArrayBuffer> {
  return view.buffer instanceof ArrayBuffer;
}
