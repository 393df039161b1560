// A map that can be moved, over the one that the server drew: its links become markers with the same names and addresses.
import L from "leaflet";
import "leaflet.markercluster";
import { counted, text } from "./texts.js";

// Within the cut of outlines.mjs, so that nobody sees where the land was cut.
const BOUNDS = L.latLngBounds([28, -31], [73, 55]);
const NEAREST = 9;
// Closer markers would overlap, and be too near to each other to be touched (WCAG 2.2, 2.5.8).
const APART = 76;
const shapes = new Map();

const size = (count) => Math.round(30 + 7 * Math.log2(1 + count));
const icon = (count, kind) =>
  L.divIcon({ className: `map-point ${kind}`, html: String(count), iconSize: [size(count), size(count)] });
const sum = (cluster) => cluster.getAllChildMarkers().reduce((total, marker) => total + marker.options.count, 0);

async function outlinesOf(address) {
  if (!shapes.has(address)) shapes.set(address, fetch(address).then((answer) => answer.json()));
  return shapes.get(address);
}

function marker(link) {
  const { lat, lon, count } = link.dataset;
  const name = link.querySelector("title").textContent;
  const chosen = link.getAttribute("aria-current") ? "map-chosen" : "";
  const point = L.marker([Number(lat), Number(lon)], {
    count: Number(count), icon: icon(Number(count), chosen), alt: name, title: "", keyboard: true, riseOnHover: true,
  });
  point.bindTooltip(name, { direction: "top", offset: [0, -size(Number(count)) / 2] });
  const go = () => location.assign(link.href.baseVal);
  point.on("click", go);
  // Leaflet itself opens only popups with this key.
  point.on("keydown", ({ originalEvent }) => originalEvent.key === "Enter" && go());
  point.on("add", () => {
    const element = point.getElement();
    element.setAttribute("role", "link");
    element.setAttribute("aria-label", name);
  });
  return point;
}

function clusters(map, points) {
  const group = L.markerClusterGroup({
    maxClusterRadius: APART, showCoverageOnHover: false, spiderLegPolylineOptions: { weight: 1.5, opacity: 0.7 },
    animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    iconCreateFunction: (cluster) => icon(sum(cluster), "map-cluster"),
  });
  const named = () => map.eachLayer((layer) => {
    const element = layer instanceof L.MarkerCluster && layer.getElement();
    if (!element) return;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", counted(
      layer.getChildCount(),
      "%(number)s city, %(practices)s practices: look closer",
      "%(number)s cities, %(practices)s practices: look closer",
      { practices: sum(layer) },
    ));
  });
  group.on("animationend spiderfied unspiderfied", named);
  map.on("zoomend moveend layeradd", named);
  group.addLayers(points);
  map.addLayer(group);
  named();
}

function countries(map, drawn, found) {
  const links = new Map([...drawn.querySelectorAll(".map-land a[data-code]")].map((link) => [link.dataset.code, link]));
  for (const [code, { rings }] of Object.entries(found)) {
    const link = links.get(code);
    const kinds = ["map-shape", link && "map-country", link?.getAttribute("aria-current") && "map-country-chosen"];
    const land = L.polygon(rings.map((ring) => [ring.map(([lon, lat]) => [lat, lon])]), {
      className: kinds.filter(Boolean).join(" "), interactive: Boolean(link), weight: 1, fillOpacity: 1,
    }).addTo(map);
    if (!link) continue;
    land.bindTooltip(link.querySelector("title").textContent, { sticky: true });
    land.on("click", () => location.assign(link.href.baseVal));
  }
}

async function live(place) {
  if (place.dataset.live) return;
  place.dataset.live = "1";
  const drawn = place.querySelector("svg");
  const found = place.dataset.outlines ? await outlinesOf(place.dataset.outlines) : {};
  const points = [...drawn.querySelectorAll(".map-points a")].map(marker);
  const name = drawn.getAttribute("aria-label");
  place.replaceChildren();
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", name);
  const map = L.map(place, {
    maxZoom: NEAREST, maxBounds: BOUNDS, maxBoundsViscosity: 1, zoomSnap: 0.25, zoomDelta: 1, scrollWheelZoom: false, attributionControl: false, zoomControl: false,
  });
  L.control.zoom({ zoomInTitle: text("Larger"), zoomOutTitle: text("Smaller") }).addTo(map);
  map.setMinZoom(map.getBoundsZoom(BOUNDS, true));
  const chosen = points.filter((point) => point.options.icon.options.className.includes("map-chosen"));
  const shown = chosen.length ? chosen : points;
  countries(map, drawn, found);
  map.fitBounds(shown.length ? L.latLngBounds(shown.map((point) => point.getLatLng())).pad(0.08) : BOUNDS, { maxZoom: 6 });
  clusters(map, points);
}

const all = () => document.querySelectorAll("[data-map]").forEach(live);
all();
document.addEventListener("htmx:afterSettle", all);
