// Reads a timeline with the parser of TimelineJS, and prints what it took.
// usage: node timeline.mjs NODE_MODULES FILE
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [modules, file] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const { buildSync } = require("esbuild");
const entry = path.join(modules, "@knight-lab/timelinejs/src/js/core/TimelineConfig.js");
const bundle = buildSync({ entryPoints: [entry], bundle: true, format: "cjs", platform: "node", write: false, logLevel: "error", external: ["jsdom"], loader: { ".png": "dataurl", ".svg": "dataurl", ".less": "empty" } });
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!DOCTYPE html>", { url: "https://example.org/" });
globalThis.window = window;
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
const module = { exports: {} };
new Function("module", "exports", "require", bundle.outputFiles[0].text)(module, module.exports, require);
const { TimelineConfig } = module.exports;
const config = new TimelineConfig(JSON.parse(fs.readFileSync(file, "utf8")));
config.validate();
process.stdout.write(JSON.stringify({ ids: config.events.map((event) => event.unique_id), errors: config.isValid() ? [] : config.getErrors() }));
