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
const checks = [['html', folder], ['links', folder], ['links', addressed], ['pages', folder], ['reader', folder]];
for (const [name, site] of checks.filter(([, site]) => site)) {
  const script = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, site], { stdio: 'inherit' });
  if (status === 0) passed += 1;
  else failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
