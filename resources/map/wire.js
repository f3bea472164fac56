// Reads the blocks that Python packs (widgets/map/wire.py).
const KINDS = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, i32: Int32Array, u8: Uint8Array };

/** ArrayBuffer → { meta, arrays: {name: typed array} } without copying. */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const base = 4 + length;
  const arrays = {};
  for (const [name, kind, count, offset] of head.arrays) {
    arrays[name] = new KINDS[kind](buffer, base + offset, count);
  }
  return { meta: head.meta, arrays };
}

/** Base64 → ArrayBuffer. */
export function decode(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes.buffer;
}
