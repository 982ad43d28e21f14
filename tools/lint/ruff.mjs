// SPDX-License-Identifier: Apache-2.0
// Lints and format-checks Python files with Ruff's WebAssembly build, which needs no binary for the machine.
//
//   node ruff.mjs [--fix] ROOT FILE...     files relative to ROOT, settings from ROOT/ruff.toml
//
// With --fix the files are formatted in place. The WebAssembly build sees text, not files, so what depends on a file's
// path, per-file-ignores, is done here: a pattern is a path prefix.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.MERAPI_NODE_DIR ?? ".", "package.json"));
const { Workspace, PositionEncoding } = require("@astral-sh/ruff-wasm-nodejs");

function settings(root, parse) {
  const config = parse(readFileSync(join(root, "ruff.toml"), "utf8"));
  const ignores = config.lint["per-file-ignores"] ?? {};
  delete config.lint["per-file-ignores"];
  return { config, ignores: Object.entries(ignores) };
}

function isIgnored(ignores, file, code) {
  return ignores.some(([prefix, codes]) => file.startsWith(prefix) && codes.some((start) => code?.startsWith(start)));
}

function complaints(workspace, ignores, file, text) {
  return workspace
    .check(text)
    .filter(({ code }) => !isIgnored(ignores, file, code))
    .map(({ code, message, start_location: at }) => `${file}:${at.row}:${at.column}: ${code} ${message}`);
}

async function main(args) {
  const fix = args[0] === "--fix";
  const [root, ...files] = fix ? args.slice(1) : args;
  const { parse } = await import(require.resolve("smol-toml"));
  const { config, ignores } = settings(root, parse);
  const workspace = new Workspace(config, PositionEncoding.Utf32);
  let found = 0;
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    const lines = complaints(workspace, ignores, file, text);
    const formatted = workspace.format(text);
    if (formatted !== text && fix) {
      writeFileSync(join(root, file), formatted);
    } else if (formatted !== text) {
      lines.push(`${file}: not formatted (./build format does it)`);
    }
    lines.forEach((line) => console.log(line));
    found += lines.length;
  }
  console.log(`ruff: ${files.length} files, ${found} complaints`);
  process.exitCode = found === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
