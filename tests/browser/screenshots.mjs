// node screenshots.mjs SITE FOLDER: the pictures of the README, below 300 KB each.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { browser } from './browser.mjs';
import { serve } from './server.mjs';

const [site, folder] = process.argv.slice(2).map(path => resolve(path));
const server = await serve(site);
const chromium = await browser();
for (const [name, path, options] of [
  ['home', 'index.html', { viewport: { width: 1200, height: 860 } }],
]) {
  const page = await (await chromium.newContext({ colorScheme: 'light', ...options })).newPage();
  await page.goto(server.url + path, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'h1' });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  if (!fonts.some(font => font.isCustomFont)) throw new Error(`${path} is shown without the theme's own face`);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  const size = statSync(file).size;
  console.log(`${file}: ${(size / 1024).toFixed(0)} KB`);
  if (size > 300 * 1024) process.exitCode = 1;
}
await chromium.close();
server.close();
