// What each kind of message does to the page's state.
import { theme } from "./style.js";
import { Outline } from "./ground.js";

/** Returns apply(kind, {meta, arrays}). Unknown kinds raise: page and Python are one version. */
export function applyTo(map, layer, state) {
  const acts = { ...data(layer, state), ...looks(map, layer, state), ...views(map, layer, state) };
  return (kind, block) => {
    if (!acts[kind]) throw new Error(`unknown message ${kind}`);
    acts[kind](block);
  };
}

function data(layer, state) {
  const { cases, crews, index } = state;
  const select = () => {
    state.selected.clear();
    if (state.ids.size === 0) return;
    for (let i = 0; i < cases.length; i++) if (cases.alive[i] && state.ids.has(cases.id[i])) state.selected.add(i);
  };
  return {
    cases({ arrays }) {
      cases.replace(arrays);
      index.rebuild();
      select();
      state.focus = -1;
      layer.later();
    },
    cases_change({ arrays }) {
      change(state, arrays);
      layer.later();
    },
    crews({ meta, arrays }) {
      crews.replace(arrays);
      state.labels = meta.labels;
      layer.later();
    },
    crews_change({ meta, arrays }) {
      arrays.slots.forEach((slot, i) => {
        crews.reserve(slot + 1);
        crews.put(slot, arrays, i);
        state.labels[slot] = meta.labels[i];
      });
      layer.later();
    },
    filter({ arrays }) {
      index.shown = arrays.shown ? arrays.shown.slice() : null; // what arrives is overwritten by the next
      index.rebuild();
      layer.soon();
    },
    spot({ meta }) {
      const north = Math.asinh(Math.tan((meta.lat * Math.PI) / 180));
      state.spot = meta.on ? { mx: (meta.lon + 180) / 360, my: (1 - north / Math.PI) / 2 } : null;
      layer.soon();
    },
    selection({ meta, arrays }) {
      state.ids = new Set(arrays.ids);
      state.draft = meta.draft;
      select();
      layer.soon();
    },
  };
}

function change(state, arrays) {
  const { cases, index } = state;
  let inside = true;
  for (let i = 0; i < arrays.slots.length; i++) {
    const slot = arrays.slots[i];
    index.remove(slot);
    cases.reserve(slot + 1);
    cases.put(slot, arrays, i);
    if (index.shown !== null && slot < index.shown.length) index.shown[slot] = arrays.shown[i];
    inside = index.insert(slot) && inside;
    if (state.selected.has(slot)) state.selected.delete(slot);
    if (cases.alive[slot] && state.ids.has(cases.id[slot])) state.selected.add(slot);
    if (state.focus === slot && !cases.alive[slot]) state.focus = -1;
  }
  if (!inside) index.rebuild();
}

function looks(map, layer, state) {
  const outline = (name) => (block) => {
    state[name] = block.arrays.ids.length ? new Outline(block) : null;
    layer.soon();
  };
  return {
    regions(block) {
      state.below = block.meta.below;
      outline("regions")(block);
    },
    grids: outline("grids"),
    ground(block) {
      const layers = {};
      for (const name of block.meta.layers) {
        const part = { meta: block.meta.of[name], arrays: {} };
        for (const key of ["lon", "lat", "starts", "owner", "ids"]) part.arrays[key] = block.arrays[`${name}/${key}`];
        layers[name] = new Outline(part);
      }
      state.ground = layers;
      layer.soon();
    },
    theme({ meta }) {
      theme.colours = meta.colours;
      theme.family = meta.family;
      theme.faces = meta.faces;
      theme.version++;
      const root = document.documentElement.style;
      root.setProperty("--ground", theme.get("bg.1"));
      root.setProperty("--focus", theme.get("accent"));
      root.setProperty("--tiles", meta.tiles);
      layer.soon();
    },
    words({ meta }) {
      theme.language = meta.language;
      theme.words = meta.words;
      theme.version++;
      layer.soon();
    },
    tiles({ meta }) {
      if (state.tiles) map.removeLayer(state.tiles);
      state.tiles = meta.url ? L.tileLayer(meta.url, { maxZoom: 20, maxNativeZoom: meta.deepest }).addTo(map) : null;
      layer.soon();
    },
    layers({ meta }) {
      state.hidden = new Set(meta.hidden);
      layer.soon();
    },
  };
}

function views(map, layer, state) {
  return {
    verdict({ meta }) {
      state.verdict = meta.on ? meta : null;
      layer.soon();
    },
    target({ meta }) {
      const was = state.target;
      state.target = meta.kind ? meta : null;
      if (was?.kind !== meta.kind || was?.id !== meta.id) layer.soon();
    },
    view({ meta }) {
      map.setView([meta.lat, meta.lon], meta.zoom, { animate: false });
    },
    lock({ meta }) {
      state.locked = meta.on;
      for (const part of ["dragging", "scrollWheelZoom", "doubleClickZoom", "keyboard", "touchZoom"]) {
        map[part]?.[meta.on ? "disable" : "enable"]();
      }
    },
  };
}
