// Cases and crews as growing columns, one row per slot.
import { worldX, worldY } from "./style.js";

const CASES = { mx: Float64Array, my: Float64Array, id: Float64Array, used: Float32Array,
  severity: Uint8Array, filled: Uint8Array, alive: Uint8Array, street: Uint32Array };
const CREWS = { mx: Float64Array, my: Float64Array, id: Float64Array, heading: Float32Array,
  age: Float32Array, status: Uint8Array, kind: Uint8Array, alive: Uint8Array };

export class Columns {
  constructor(kinds) {
    this.kinds = kinds;
    this.clear(0);
  }

  clear(rows) {
    this.length = rows;
    for (const name in this.kinds) this[name] = new this.kinds[name](rows);
  }

  reserve(rows) {
    if (rows > this.mx.length) {
      const room = Math.max(rows, Math.ceil(this.mx.length * 1.5), 256);
      for (const name in this.kinds) {
        const wider = new this.kinds[name](room);
        wider.set(this[name]);
        this[name] = wider;
      }
    }
    this.length = Math.max(this.length, rows);
  }

  /** Everything anew: row i of the arrays is slot i. */
  replace(arrays) {
    const rows = arrays.lon.length;
    this.clear(rows);
    for (const name in this.kinds) {
      if (name !== "mx" && name !== "my") this[name].set(arrays[name]);
    }
    for (let i = 0; i < rows; i++) {
      this.mx[i] = worldX(arrays.lon[i]);
      this.my[i] = worldY(arrays.lat[i]);
    }
  }

  /** Row i of the arrays becomes slot `slot`. */
  put(slot, arrays, i) {
    this.mx[slot] = worldX(arrays.lon[i]);
    this.my[slot] = worldY(arrays.lat[i]);
    for (const name in this.kinds) {
      if (name !== "mx" && name !== "my") this[name][slot] = arrays[name][i];
    }
  }
}

export const caseColumns = () => new Columns(CASES);
export const crewColumns = () => new Columns(CREWS);
