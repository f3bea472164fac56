// Sizes and zooms of the map (px, levels). Colours come from the theme's tokens only.
export const CELL = 56;
export const ZOOM = { marks: 13, grids: 15, labels: 16, headings: 15, streets: 12.5, communities: 15, majors: 13.5, roads: 15, lanes: 16.5 };
export const CROWD = 6; // more cases than this in a cell would lie on top of each other
export const PAD = 144; // how far the drawn picture reaches beyond the view on every side
export const MARK = 16;
export const REACH = 12; // half of the smallest target
export const CREW = { width: 64, height: 20, dot: 5, collector: 11, hollow: 300, lost: 1800 };
export const COLLECT_MS = 15000; // between two collections of garbage on purpose
export const DATA_MS = 250; // least time between two repaints when only data changes

/** Web Mercator, unit square. */
export const worldX = (lon) => lon / 360 + 0.5;
export function worldY(lat) {
  const phi = (Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI);
}

/** The tokens in force and what hangs on them; one object, shared by every part of the layer. */
export const theme = {
  colours: {},
  words: {},
  language: "zh",
  family: "sans-serif",
  faces: {},
  dpr: 1,
  version: 0,
  get(name) {
    return this.colours[name] || "transparent";
  },
  font(face, weight = 400) {
    return `${weight} ${this.faces[face]}px ${this.family}`;
  },
};
export const SEVERITY = ["calm", "alarm", "warn", "info", "calm"];

// Keeps `theme.dpr` true on every screen the window is moved to; `changed` after each move.
export function followDensity(changed) {
  theme.dpr = window.devicePixelRatio || 1;
  const here = matchMedia(`(resolution: ${theme.dpr}dppx)`);
  here.addEventListener("change", () => {
    theme.version++;
    followDensity(changed); // the question is of one density: the next needs its own
    changed();
  }, { once: true });
}
