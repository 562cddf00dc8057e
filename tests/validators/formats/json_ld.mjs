// Checks nodes of JSON-LD against the vocabulary of schema.org as TypeScript types; prints the problems.
// usage: node json_ld.mjs NODE_MODULES < [{type, node, page}]
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const modules = process.argv[2];
const ts = createRequire(path.join(modules, "x.js"))("typescript");
const nodes = JSON.parse(fs.readFileSync(0, "utf8"));
const text = ['import type * as S from "schema-dts";']
  .concat(nodes.map(({ type, node }, n) => `export const n${n}: S.${type}Leaf = ${JSON.stringify(node)};`))
  .join("\n");
const file = path.join(modules, "..", "json-ld-nodes.ts");
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (name, ...rest) => (path.resolve(name) === path.resolve(file) ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : read.call(host, name, ...rest));
host.fileExists = ((exists) => (name) => path.resolve(name) === path.resolve(file) || exists.call(host, name))(host.fileExists);
const found = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
const problems = found.map((one) => {
  const line = one.file ? one.file.getLineAndCharacterOfPosition(one.start).line : 0;
  const page = line > 0 ? nodes[line - 1].page : "";
  return `${page}: ${ts.flattenDiagnosticMessageText(one.messageText, " ").slice(0, 200)}`;
});
process.stdout.write(JSON.stringify(problems));
