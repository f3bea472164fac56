// Reads the blocks that Python packs (widgets/map/wire.py).
const KINDS = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, i32: Int32Array, u8: Uint8Array };
const utf8 = new TextDecoder();
let inbox = new Uint8Array(1 << 16); // every small block lies here while it is applied

/** ArrayBuffer → { meta, arrays: {name: typed array} } without copying. */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(utf8.decode(new Uint8Array(buffer, 4, length)));
  const base = 4 + length;
  const arrays = {};
  for (const [name, kind, count, offset] of head.arrays) {
    arrays[name] = new KINDS[kind](buffer, base + offset, count);
  }
  return { meta: head.meta, arrays };
}

/** Base64 → ArrayBuffer, good until the next call: whoever keeps an array keeps a copy. */
export function decode(text) {
  const raw = atob(text);
  if (raw.length > inbox.length) inbox = new Uint8Array(2 * raw.length);
  for (let i = 0; i < raw.length; i++) inbox[i] = raw.charCodeAt(i);
  return inbox.buffer;
}
