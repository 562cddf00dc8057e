// node lighthouse.mjs SITE [PAGE…]: prints what Lighthouse for mobile says of home, the largest actor's page and the timeline,
// with what costs points. A script to look at, not a test: a score of speed depends on the machine. Lighthouse is large,
// so it is not among the packages of the tests: `npm install --no-save --ignore-scripts lighthouse@13.5.0` here fetches it.
import { resolve } from 'node:path';
import { browserPath } from './browser.mjs';
import { serve } from './server.mjs';
import { pages } from './site.mjs';

const [lighthouse, { launch }] = await Promise.all(['lighthouse', 'chrome-launcher'].map(name => import(process.env.LIGHTHOUSE ? `${resolve(process.env.LIGHTHOUSE)}/node_modules/${name}/${name === 'lighthouse' ? 'core' : 'dist'}/index.js` : name)))
  .catch(() => { console.error('Lighthouse is not here: npm install --no-save --ignore-scripts lighthouse@13.5.0'); process.exit(2); });
const folder = resolve(process.argv[2]);
const largest = pages(folder).filter(page => page.path.startsWith('actors/')).sort((a, b) => b.html.length - a.html.length)[0]?.path;
const paths = process.argv.length > 3 ? process.argv.slice(3) : ['index.html', largest, 'timeline.html'].filter(Boolean);
const server = await serve(folder, '/repo/');
const chrome = await launch({ chromePath: browserPath(), chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'], logLevel: 'silent' });
for (const path of paths) {
  const { lhr } = await lighthouse.default(server.url + path, { port: chrome.port, logLevel: 'silent', output: 'json' });
  const scores = Object.values(lhr.categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
  const metrics = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index'].map(id => `${id} ${lhr.audits[id]?.displayValue}`);
  console.log(`${path}: ${scores.join(', ')}`);
  console.log(`  ${metrics.join(', ')}`);
  for (const { title, auditRefs } of Object.values(lhr.categories)) {
    for (const { id, weight } of auditRefs) {
      const { score, displayValue = '', title: what, details } = lhr.audits[id];
      if (score === null || score >= 0.9) continue;
      console.log(`  ${title}: ${what} ${displayValue}${weight ? '' : ' (no points)'}`);
      for (const { node } of weight ? details?.items ?? [] : []) if (node) console.log(`    ${node.snippet}`);
    }
  }
}
chrome.kill();
server.close();
