// node check.mjs SITE [SITE-WITH-ADDRESS]: all checks of a built site, one process each; of the same site
// built with an address those of its links.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [folder, addressed] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node check.mjs SITE [SITE-WITH-ADDRESS]');
  process.exit(2);
}
let passed = 0, failed = 0;
const checks = [['html', folder], ['links', folder], ['links', addressed], ['pages', folder]];
for (const [name, site] of checks.filter(([, site]) => site)) {
  const script = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, site], { stdio: 'inherit' });
  // What a page measures in a browser is shown loudly, and does not yet stop the run.
  if (status === 0) passed += 1;
  else if (name === 'pages') console.log('SKIPPED as a bar: pages FAILED in the browser, see above');
  else failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
