// The page: folium made the Leaflet map `city_map`; here our layer is put on it, and what Python
// sends is applied in the order of its revisions.
import { COLLECT_MS, followDensity, theme } from "./style.js";
import { caseColumns, crewColumns } from "./columns.js";
import { CaseIndex } from "./index.js";
import { MapLayer } from "./layer.js";
import { useShapes } from "./marks.js";
import { Pointer } from "./pointer.js";
import { Keys } from "./keys.js";
import { applyTo } from "./apply.js";
import { Bridge } from "./bridge.js";
import { Stopwatch } from "./stopwatch.js";

const map = window.city_map;
const cases = caseColumns();
const state = {
  cases, crews: crewColumns(), labels: [], index: new CaseIndex(cases), ids: new Set(),
  selected: new Set(), hover: null, focus: -1, verdict: null, target: null, hidden: new Set(),
  ground: {}, regions: null, below: 0, grids: null, tiles: null, spot: null, zoom: map.getZoom(), locked: false,
};
const shapes = await (await fetch("marks.json")).json();
useShapes(shapes);
const layer = new MapLayer(map, state);
const bridge = await Bridge.open(map, applyTo(map, layer, state));
const tell = bridge.tell.bind(bridge);
layer.painted = () => bridge.painted();
new Pointer(map, layer, state, tell);
new Keys(map, layer, state, tell);
window.wangge = { stopwatch: new Stopwatch(map, layer, tell), map, layer, state, theme };
followDensity(() => layer.soon());
// What arrives is small and outlives the next collection of young objects: Chromium would let it lie.
if (window.gc) setInterval(() => requestIdleCallback(() => window.gc(), { timeout: COLLECT_MS }), COLLECT_MS);
bridge.ready();
