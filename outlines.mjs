// Cuts the outlines of Europe out of world-atlas (Natural Earth, public domain): rings of [longitude, latitude] a country.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const WEST = -32, EAST = 56, SOUTH = 27, NORTH = 82;
// A ring smaller than this, in square degrees, is left out, unless it is the largest of its country.
const SMALLEST = 0.02;
// Points closer than this to a straight line, in degrees, are left out.
const COARSE = 0.03;
// ISO 3166-1: number to letters, for the countries that the cut shows.
const CODES = {
  "008": "AL", "012": "DZ", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA", "100": "BG",
  "112": "BY", "191": "HR", "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "248": "AX",
  "250": "FR", "268": "GE", "275": "PS", "276": "DE", "300": "GR", "304": "GL", "336": "VA", "348": "HU", "352": "IS",
  "364": "IR", "368": "IQ", "372": "IE", "376": "IL", "380": "IT", "398": "KZ", "400": "JO", "414": "KW", "422": "LB",
  "428": "LV", "434": "LY", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC", "498": "MD", "499": "ME",
  "504": "MA", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM", "682": "SA",
  "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH", "760": "SY", "788": "TN", "792": "TR",
  "795": "TM", "804": "UA", "807": "MK", "818": "EG", "826": "GB", "831": "GG", "832": "JE", "833": "IM", "860": "UZ",
};

function decoded(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
}

// Douglas and Peucker 1973, on arcs, so that neighbours keep the same border. A closed arc keeps its farthest point too.
function simplified(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)];
  const length = Math.hypot(last[0] - first[0], last[1] - first[1]);
  let farthest = 0, most = 0;
  points.forEach(([x, y], place) => {
    const across = Math.abs((x - first[0]) * (last[1] - first[1]) - (y - first[1]) * (last[0] - first[0]));
    const distance = length ? across / length : Math.hypot(x - first[0], y - first[1]);
    if (distance > most) [farthest, most] = [place, distance];
  });
  if (most < COARSE) return [first, last];
  return [...simplified(points.slice(0, farthest + 1)), ...simplified(points.slice(farthest)).slice(1)];
}

function ringOf(arcs, numbers) {
  const points = [];
  for (const number of numbers) {
    const arc = number < 0 ? arcs[~number].toReversed() : arcs[number];
    points.push(...(points.length ? arc.slice(1) : arc));
  }
  return points;
}

// A ring across 180° jumps from one side to the other; without the jump it does not draw a band over the whole map.
function unwrapped(ring) {
  let turn = 0;
  return ring.map(([lon, lat], place) => {
    const before = place ? ring[place - 1][0] : lon;
    if (lon - before > 180) turn -= 360;
    if (before - lon > 180) turn += 360;
    return [lon + turn, lat];
  });
}

// Sutherland and Hodgman 1974, one straight edge after the other.
function clipped(ring) {
  const edges = [[0, WEST, 1], [0, EAST, -1], [1, SOUTH, 1], [1, NORTH, -1]];
  return edges.reduce((points, [axis, limit, side]) => {
    const inside = (point) => side * (point[axis] - limit) >= 0;
    return points.flatMap((point, place) => {
      const before = points[(place || points.length) - 1];
      if (inside(point) === inside(before)) return inside(point) ? [point] : [];
      const part = (limit - before[axis]) / (point[axis] - before[axis]);
      const crossing = [before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])];
      crossing[axis] = limit;
      return inside(point) ? [crossing, point] : [crossing];
    });
  }, ring);
}

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], place) => {
  const [nextX, nextY] = ring[(place + 1) % ring.length];
  return sum + x * nextY - nextX * y;
}, 0) / 2);

const rounded = (ring) => ring
  .map((point) => point.map((degrees) => Math.round(degrees * 100) / 100))
  .filter(([x, y], place, all) => !place || x !== all[place - 1][0] || y !== all[place - 1][1]);

// { FR: { name, rings: [[[lon, lat], …], …] }, … }; what has no code of its own is under its name.
export async function outlines() {
  const file = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  const topology = JSON.parse(await readFile(file, "utf-8"));
  const arcs = decoded(topology).map(simplified);
  const found = {};
  for (const country of topology.objects.countries.geometries) {
    const polygons = country.type === "Polygon" ? [country.arcs] : country.arcs ?? [];
    const rings = polygons
      .map(([outer]) => rounded(clipped(unwrapped(ringOf(arcs, outer)))))
      .filter((ring) => ring.length > 2)
      .sort((one, other) => area(other) - area(one));
    const kept = rings.filter((ring, place) => !place || area(ring) > SMALLEST);
    if (kept.length) found[CODES[country.id] ?? country.properties.name] = { name: country.properties.name, rings: kept };
  }
  return found;
}
