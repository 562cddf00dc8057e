// node pages.mjs SITE: a page of each kind in headless Chromium: accessibility in light and dark, narrow and wide; what is
// requested, how much, and from where; layout shift; the console; life without scripts. And what every entry page weighs.
// One browser and two pages at a time, which are resized and recoloured rather than opened anew: a minute and a half on a
// quiet machine. Nothing waits for a time to pass.
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browser } from './browser.mjs';
import { serve } from './server.mjs';
import { Findings, pages } from './site.mjs';

// Of the first view of an entry page, compressed, with style sheets, scripts, faces and icon.
const WEIGHT = 60 * 1024, REQUESTS = 8;
// Of any other page but the whole dossier in one document, which is for printing and weighs what it weighs.
const MOST = 90 * 1024;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const PARALLEL = 2;

const folder = resolve(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const findings = new Findings('pages');
const server = await serve(folder, '/repo/');
const chromium = await browser();
const started = performance.now();
const lap = name => process.env.TIMINGS && console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s ${name}`);

// The largest page of each kind: what can go wrong shows there. The kind is the class of the body.
const all = pages(folder).filter(page => !/http-equiv="?refresh/i.test(page.html));
const kindOf = page => page.elements.find(e => e.tag === 'body')?.attributes.class;
const byKind = new Map();
for (const page of all) byKind.set(kindOf(page), [...byKind.get(kindOf(page)) ?? [], page]);
for (const list of byKind.values()) list.sort((a, b) => b.html.length - a.html.length);
const largest = kind => byKind.get(`p-${kind}`)?.[0];
const whole = 'dossier.html';
const differing = byKind.get('p-event')?.find(page => page.elements.some(e => e.attributes.class === 'accounts'));
const named = ['method.html', 'status-words.html'].filter(path => all.some(page => page.path === path));
const samples = [...new Set([...[...byKind.values()].map(list => list[0].path), differing?.path, ...named])].filter(Boolean).sort();
const ENTRIES = ['actor', 'event', 'place', 'source', 'claim', 'page'];
const entries = ENTRIES.flatMap(kind => byKind.get(`p-${kind}`) ?? []);

// Does the work of each item, two at a time.
async function each(items, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: PARALLEL }, async () => {
    for (let item; (item = queue.shift()) !== undefined;) await work(item);
  }));
}

// A page in a context of its own, with all that it asks for and says.
async function open(path, options = {}, from = server.url) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const asked = [];
  page.on('request', request => {
    if (/^(data|blob):/.test(request.url())) return;
    asked.push(request.url());
    findings.expect(request.url().startsWith(from), `${path} asks for ${request.url()}`);
  });
  page.on('requestfailed', request => findings.expect(
    from.startsWith('file:') && request.resourceType() === 'font', `${path}: ${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', response => findings.expect(response.status() < 400 || response.request().isNavigationRequest(), `${path}: ${response.url()} answers ${response.status()}`));
  page.on('console', message => findings.expect(
    !['error', 'warning'].includes(message.type()) || (from.startsWith('file:') && /font/.test(message.text())), `${path} says on the console: ${message.text()}`));
  page.on('pageerror', error => findings.expect(false, `${path}: ${error.message}`));
  await page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver(list => globalThis.shifts.push(...list.getEntries().map(shift => ({
      value: shift.value, nodes: shift.sources.map(source => source.node?.parentElement?.outerHTML?.slice(0, 80)) }))))
      .observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(new URL(path, from).href, { waitUntil: 'load' });
  if (options.javaScriptEnabled !== false) await page.evaluate(() => document.fonts.ready);
  return { page, context, asked };
}
const frames = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));

// What is out of view is not laid out (`content-visibility`), so its words and places cannot be asked for before.
const layOut = page => page.evaluate(() => {
  for (const e of document.querySelectorAll('body *')) if (getComputedStyle(e).contentVisibility === 'auto') e.style.contentVisibility = 'visible';
});

// A box that waits to be laid out must be as large as what will stand in it: else that lies over what follows.
async function roomy(page, path) {
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const small = await page.evaluate(() => [...document.querySelectorAll('[data-rows]')].filter(e => {
      if (getComputedStyle(e).contentVisibility !== 'auto') return false;
      const room = parseFloat(getComputedStyle(e).containIntrinsicBlockSize.replace('auto ', ''));
      e.style.contentVisibility = 'visible';
      const need = e.offsetHeight;
      e.style.contentVisibility = '';
      return !(room >= need);
    }).map(e => e.closest('[id]').id));
    findings.expect(small.length === 0, `${path}, ${width} px: there is too little room for #${small[0]}: see --row in casefile.css`);
  }
}

// All rules at both widths in light; in dark what depends on colour. Of the whole dossier the first two entries of each chapter.
async function accessible(page, path) {
  if (path === whole) {
    await page.evaluate(() => document.querySelectorAll('.chapter').forEach(chapter =>
      [...chapter.querySelectorAll('article')].slice(2).forEach(article => article.remove())));
  }
  await layOut(page);
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await frames(page);
      const runOnly = colorScheme === 'light' ? { type: 'tag', values: RULES } : { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
      const { violations, checked } = await page.evaluate(async runOnly => {
        const { violations, passes } = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'], elementRef: false });
        return { violations: violations.map(({ id, help, nodes }) => ({ id, help, n: nodes.length, html: nodes[0].html })), checked: passes.length };
      }, runOnly);
      findings.expect(checked > 0, `${path}, ${colorScheme}, ${width} px: axe had nothing to look at`);
      for (const { id, help, n, html } of violations) {
        findings.expect(false, `${path}, ${colorScheme}, ${width} px: ${id}: ${help} (${n}): ${html.slice(0, 120)}`);
      }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      findings.expect(over <= 0, `${path}, ${width} px: is ${over} px too wide`);
    }
  }
}

// What a browser asked for, as `gzip -9` makes it of what is text.
const sizes = new Map();
function weigh(file) {
  if (!sizes.has(file)) {
    const bytes = readFileSync(join(folder, file));
    sizes.set(file, /\.(woff2|png|jpe?g|webp|avif)$/.test(file) ? bytes.length : gzipSync(bytes, { level: 9 }).length);
  }
  return sizes.get(file);
}
const isFile = file => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile();
const kilo = bytes => (bytes / 1024).toFixed(1);
const local = url => decodeURIComponent(new URL(url).pathname).slice('/repo/'.length);
const icon = all[0].elements.find(e => e.tag === 'link' && e.attributes.rel === 'icon')?.attributes.href;
// Headless browsers ask for no icon; readers' do.
const withIcon = asked => new Set([...asked.filter(url => url.startsWith(server.url)).map(local).filter(file => isFile(file)), ...(icon ? [join(all[0].path, '..', icon.split('?')[0])] : [])]);
const weights = [];
function light(path, asked) {
  const files = [...withIcon(asked)];
  const bytes = files.reduce((sum, file) => sum + weigh(file), 0);
  const limit = entries.some(page => page.path === path) ? WEIGHT : MOST;
  const list = () => files.map(file => `${file} ${kilo(weigh(file))}`).join(', ');
  findings.expect(bytes <= limit, () => `${path} weighs ${kilo(bytes)} KB: ${list()}`);
  findings.expect(files.length <= REQUESTS, () => `${path} takes ${files.length} requests: ${list()}`);
  weights.push({ path, bytes, requests: files.length });
}

// Scripts may repeat what stands elsewhere in the page (a note beside its sentence), but bring no words of their own.
async function look(page) {
  // Filters are made of the words of the page.
  await layOut(page);
  const words = (await page.evaluate(() => {
    const main = document.querySelector('main');
    const filters = main.querySelector('form')?.innerText ?? '';
    return main.innerText.replace(filters, '');
  })).toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const links = await page.locator('header a').evaluateAll(all => all.filter(a => a.checkVisibility()).length);
  return { words: new Set(words), links };
}
async function withoutScripts(path, scripted) {
  const { page, context } = await open(path, { javaScriptEnabled: false });
  const plain = await look(page);
  await context.close();
  const lost = [...scripted.words].filter(word => !plain.words.has(word));
  findings.expect(lost.length <= 0.02 * scripted.words.size, `${path} shows only with scripts: ${lost.slice(0, 12).join(' ')}`);
  findings.expect(plain.links >= Math.min(scripted.links, 3), `${path} has ${plain.links} links in its head without scripts`);
}

await each(samples, async path => {
  const { page, context, asked } = await open(path);
  if (path !== whole) light(path, asked);
  if (path !== 'search.html' && path !== whole) await withoutScripts(path, await look(page));
  await roomy(page, path);
  await accessible(page, path);
  await context.close();
  lap(path);
});

// Every entry page: first by its own bytes and what its head names; the heaviest of them as a browser loads them.
const named_in_head = page => page.elements.filter(e =>
  (e.tag === 'link' && ['stylesheet', 'icon'].includes(e.attributes.rel)) || (e.tag === 'script' && e.attributes.src))
  .map(e => join(page.path, '..', (e.attributes.href ?? e.attributes.src).split('?')[0]));
const estimates = entries.map(page => ({ path: page.path, bytes: [page.path, ...named_in_head(page)].reduce((sum, file) => sum + weigh(file), 0) }))
  .sort((a, b) => b.bytes - a.bytes);
for (const { path, bytes } of estimates) findings.expect(bytes <= WEIGHT, `${path} weighs ${kilo(bytes)} KB before any face that its text needs`);
await each(estimates.slice(0, 12).filter(({ path }) => !samples.includes(path)), async ({ path }) => {
  const { context, asked } = await open(path);
  light(path, asked);
  await context.close();
});
lap('weights');

// A shift that is in the page comes with every load. On a busy machine some loads shift as well when the faces are
// unpacked late (measured: up to 0.03); that race is told, and fails only if no load is without.
const LOADS = 10;
let worst = 0;
const still = ['index.html', largest('actor')?.path, differing?.path, largest('claim')?.path, 'timeline.html'].filter(Boolean);
await each(still.flatMap(path => [360, 1280].map(width => ({ path, width }))), async ({ path, width }) => {
  let least;
  for (let load = 0; load < LOADS && least?.sum !== 0; load += 1) {
    const { page, context } = await open(path, { viewport: { width, height: 800 } });
    await frames(page); // shifts are reported with the frame after them
    const shifts = await page.evaluate(() => globalThis.shifts);
    const sum = shifts.reduce((sum, shift) => sum + shift.value, 0);
    worst = Math.max(worst, sum);
    if (!least || sum < least.sum) least = { sum, node: shifts[0]?.nodes[0] };
    await context.close();
  }
  findings.expect(least.sum === 0, () => `${path}, ${width} px: layout shift of at least ${least.sum.toFixed(4)}: ${least.node}`);
});
lap('layout shift');

// The theme's own faces are what a reader sees, not only what was loaded.
{
  const { page, context } = await open('index.html');
  const devtools = await context.newCDPSession(page);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'h1' });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  findings.expect(fonts.some(font => font.isCustomFont), `index.html is shown in ${fonts.map(font => font.familyName).join(', ')}, not in a face of the theme`);
  await context.close();
}

// From a folder on disk, where browsers refuse modules, fetch, and faces in files.
await each(['index.html', largest('actor')?.path, 'search.html'].filter(Boolean), async path => {
  const { page, context } = await open(path, {}, pathToFileURL(folder).href + '/');
  const isStyled = await page.evaluate(() => getComputedStyle(document.body).marginTop === '0px');
  findings.expect(isStyled, `${path} from a folder has no style`);
  await context.close();
});
await chromium.close();
server.close();

weights.sort((a, b) => b.bytes - a.bytes);
console.log('  the heaviest first views, in KB compressed, with their requests:');
for (const { path, bytes, requests } of weights.slice(0, 10)) console.log(`    ${kilo(bytes).padStart(5)}  ${requests}  ${path}`);
const middle = estimates[estimates.length >> 1]?.bytes ?? 0;
findings.end(`${samples.length} kinds of page with axe in light and dark at 320 and 1280 px; ${entries.length} entry pages of at most ${kilo(Math.max(...weights.filter(w => entries.some(page => page.path === w.path)).map(w => w.bytes)))} KB in ${((performance.now() - started) / 1000).toFixed(0)} s, half of them under ${kilo(middle)} KB${worst ? `; NOTE: single loads shifted by up to ${worst.toFixed(4)} while faces were unpacked` : ''}`);
