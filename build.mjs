// Bundles the styles and scripts into views/static/dist: hashed names, manifest.json, and .br and .gz beside each file.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { compile } from "sass";
import { outlines } from "./outlines.mjs";

const SOURCES = "views/assets";
const DIST = "views/static/dist";
// The typeface that a page asks for before its styles do.
const FIRST_FONT = "source-sans-3-latin-wght-normal";
const COMPRESSIBLE = new Set([".css", ".js", ".json", ".svg"]);

const entry = (name, file) => ({ in: `${SOURCES}/${file}`, out: name });

// Bootstrap still names its parts by @import, which Sass will one day take no more.
const sass = {
  name: "sass",
  setup: ({ onLoad }) => onLoad({ filter: /\.scss$/ }, ({ path: file }) => ({
    contents: compile(file, { loadPaths: ["node_modules"], quietDeps: true, silenceDeprecations: ["import"] }).css,
    loader: "css",
  })),
};

async function bundle() {
  const result = await build({
    entryPoints: [
      entry("app", "css/app.css"),
      entry("map", "css/map.css"),
      entry("logo", "logo.svg"),
    ],
    bundle: true, minify: true, outdir: DIST, metafile: true,
    entryNames: "[name]-[hash]", assetNames: "a/[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "copy", ".png": "dataurl" }, plugins: [sass],
    legalComments: "linked", logLevel: "warning",
  });
  const scripts = await build({
    entryPoints: [entry("first", "js/first.js"), entry("app", "js/app.js"), entry("sparql", "js/sparql.js"), entry("map", "js/map.js")],
    bundle: true, minify: true, format: "esm", target: "es2022", outdir: DIST, metafile: true,
    entryNames: "[name]-[hash]", legalComments: "linked", logLevel: "warning",
  });
  return { ...result.metafile.outputs, ...scripts.metafile.outputs };
}

function manifestOf(outputs) {
  const named = Object.entries(outputs)
    .filter(([file, output]) => output.entryPoint || file.includes(FIRST_FONT))
    .map(([file]) => {
      const hashed = path.relative(DIST, file);
      return [hashed.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, ""), hashed];
    });
  return Object.fromEntries(named.sort());
}

async function writeOutlines() {
  const text = JSON.stringify(await outlines());
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  await writeFile(path.join(DIST, `outlines-${hash}.json`), text);
  return { "outlines.json": `outlines-${hash}.json` };
}

async function compress(file) {
  const bytes = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await writeFile(`${file}.br`, brotliCompressSync(bytes, { params }));
  await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
const manifest = { ...manifestOf(await bundle()), ...(await writeOutlines()) };
const files = (await readdir(DIST)).filter((name) => COMPRESSIBLE.has(path.extname(name)));
await Promise.all(files.map((name) => compress(path.join(DIST, name))));
await writeFile(path.join(DIST, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
