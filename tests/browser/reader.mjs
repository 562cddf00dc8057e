// node reader.mjs SITE: what a reader does, in headless Chromium, served and from a folder: searches, opens notes and
// previews, filters the timeline, moves the graph; with a keyboard, with a mouse, in light and dark.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { browser } from './browser.mjs';
import { serve } from './server.mjs';
import { Findings, pages } from './site.mjs';

const folder = resolve(process.argv[2]);
const findings = new Findings('reader');
const server = await serve(folder, '/repo/');
const disk = pathToFileURL(folder).href + '/';
const chromium = await browser();
const site = pages(folder);
const ofKind = kind => site.filter(page => page.elements.some(e => e.tag === 'body' && e.attributes.class === `p-${kind}`))
  .sort((a, b) => b.html.length - a.html.length);
const actor = ofKind('actor')[0], actors = ofKind('actor');
const titleOf = page => page.html.match(/<h1[^>]*>([^<]+)/)[1].replaceAll('&#39;', "'").replaceAll('&amp;', '&');
const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '');

async function open(path, { isStrict = true, ...options } = {}, from = server.url) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  if (isStrict) page.on('request', request => findings.expect(/^(data|blob):/.test(request.url()) || request.url().startsWith(from), `${path} asks for ${request.url()}`));
  page.on('pageerror', error => findings.expect(false, `${path}: ${error.message}`));
  await page.goto(new URL(path, from).href, { waitUntil: 'load' });
  // The text is hidden until its faces are unpacked; what is hidden takes no focus.
  await page.locator('h1').waitFor();
  return page;
}
// Whether something comes true before the page's patience ends.
const comes = promise => promise.then(() => true, () => false);
const pop = page => page.locator('#pop:popover-open');

const feats = {
  async 'search by an address, without accents and in capitals, served and from a folder'() {
    const accented = actors.find(page => plain(titleOf(page)) !== titleOf(page)) ?? actor;
    for (const from of [server.url, disk]) {
      for (const query of [titleOf(accented), plain(titleOf(accented)).toLowerCase(), plain(titleOf(accented)).toUpperCase()]) {
        const page = await open(`search.html?q=${encodeURIComponent(query)}`, {}, from);
        const first = page.locator('#results a').first();
        findings.expect(await comes(first.waitFor()), `search for “${query}” from ${from.slice(0, 6)} finds nothing`);
        findings.expect(await first.getAttribute('href') === accented.path, `search for “${query}” finds ${await first.getAttribute('href')} before ${accented.path}`);
        await page.context().close();
      }
    }
  },
  async 'search while typing: results, count, kinds, arrow keys, address'() {
    const page = await open('search.html');
    const word = plain(titleOf(actor)).split(' ').at(-1).toLowerCase();
    await page.locator('#q').pressSequentially(word);
    findings.expect(await comes(page.locator('#results li').first().waitFor()), `typing “${word}” finds nothing`);
    await page.waitForURL(new RegExp(`[?&]q=${word}$`));
    findings.expect(/\d/.test(await page.locator('#search [role=status]').innerText()), 'search does not say how many it found');
    findings.expect(await page.locator('#results mark').count() > 0, 'search does not mark the words it found');
    await page.keyboard.press('ArrowDown');
    findings.expect(await page.evaluate(() => document.activeElement === document.querySelector('#results a')), 'the arrow key does not lead into the results');
    await page.keyboard.press('ArrowUp');
    findings.expect(await page.evaluate(() => document.activeElement.id) === 'q', 'the arrow key does not lead back to the box');
    const kind = page.locator('.kinds input').nth(1);
    if (await kind.count()) {
      const value = await kind.getAttribute('value');
      await kind.check();
      await page.waitForURL(new RegExp(`kind=${value}`));
      findings.expect(await page.locator('#results li').count() > 0, `search for ${value} only finds nothing`);
    }
    await page.locator('#q').fill('qqqzzz');
    findings.expect(await comes(page.locator('#results li').first().waitFor({ state: 'detached' })), 'a word that is nowhere is found');
  },
  async 'the key / leads to the search from any page'() {
    for (const path of ['index.html', actor.path, 'search.html']) {
      const page = await open(path);
      await page.keyboard.press('/');
      findings.expect(await page.evaluate(() => document.activeElement.matches('input[type=search]') && document.activeElement.checkVisibility()), `the key / does not lead to the search on ${path}`);
      findings.expect(await page.evaluate(() => document.activeElement.value) === '', `the key / is written into the box on ${path}`);
      await page.context().close();
    }
    const page = await open('index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('pegasus');
    await page.keyboard.press('Enter');
    findings.expect(await comes(page.waitForURL(/search\.html\?q=pegasus/)), 'the search of the head leads nowhere');
  },
  async 'search takes below 50 ms a query (a figure, not a bar)'() {
    const page = await open('search.html');
    const words = [...new Set(actors.slice(0, 24).flatMap(page => plain(titleOf(page)).toLowerCase().match(/\p{L}{4,}/gu) ?? []))];
    await page.locator('#q').fill(words[0]);
    await page.locator('#results li').first().waitFor();
    // From the event that starts a query to the results in the page; everything that it needs is loaded on the way, as for a reader.
    const times = await page.evaluate(async words => {
      const form = document.querySelector('#search form'), box = form.querySelector('#q'), list = document.getElementById('results'), times = [];
      for (const word of words) {
        const answered = new Promise(done => {
          const watch = new MutationObserver(() => { watch.disconnect(); done(); });
          watch.observe(list, { childList: true });
        });
        box.value = word;
        const start = performance.now();
        form.requestSubmit();
        await answered;
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b);
    }, words.slice(1));
    const at = part => times[Math.min(times.length - 1, Math.floor(part * times.length))].toFixed(1);
    console.log(`  search: ${times.length} queries, median ${at(.5)} ms, 95th percentile ${at(.95)} ms, slowest ${at(1)} ms`);
    findings.expect(times.length > 0, 'no query was measured');
  },
  async 'a note stands beside its sentence on a wide page'() {
    const page = await open(actor.path, { viewport: { width: 1440, height: 900 } });
    const mark = page.locator('.text > p a.cite').first(), side = page.locator('.margin .side').first();
    const [a, b] = [await mark.boundingBox(), await side.boundingBox()];
    findings.expect(b && Math.abs(a.y - b.y) < 150 && b.x > a.x, 'the first note is not beside its mark');
    await mark.hover();
    findings.expect(await comes(page.locator('.side.on').waitFor()), 'the note of a mark under the mouse is not lit');
    const boxes = await page.locator('.margin .side:not([hidden])').evaluateAll(all => all.map(e => e.getBoundingClientRect()).map(r => [r.top, r.bottom]));
    findings.expect(boxes.every(([top], i) => i === 0 || top >= boxes[i - 1][1] - 1), 'notes beside the text lie over one another');
  },
  async 'a note opens on a narrow page by tap and by keyboard, and closes'() {
    const page = await open(actor.path, { viewport: { width: 360, height: 740 }, hasTouch: true });
    const requests = [];
    page.on('request', request => { if (!/icon|woff2/.test(request.url())) requests.push(request.url()); });
    const mark = page.locator('.text a.cite').first();
    await mark.tap();
    findings.expect(await comes(pop(page).waitFor()), 'a tap on the mark opens no note');
    const box = await pop(page).boundingBox();
    findings.expect(box.x >= 0 && box.x + box.width <= 360, 'the note hangs over the edge of a narrow page');
    findings.expect(await pop(page).locator('a').count() > 0, 'the note has no link to its source');
    findings.expect(await page.evaluate(() => document.activeElement.id) === 'pop', 'the focus does not go into the note');
    await page.keyboard.press('Escape');
    findings.expect(await comes(pop(page).waitFor({ state: 'detached' })), 'Escape does not close the note');
    findings.expect(await page.evaluate(() => document.activeElement.matches('a.cite')), 'the focus does not come back to the mark');
    await page.keyboard.press('Enter');
    findings.expect(await comes(pop(page).waitFor()), 'Enter on the mark opens no note');
    findings.expect(requests.length === 0, `a note is asked for elsewhere: ${requests[0]}`);
  },
  async 'without scripts a mark leads to its note and back'() {
    const page = await open(actor.path, { javaScriptEnabled: false });
    await page.locator('.text a.cite').first().click();
    await page.waitForURL(/#n1$/);
    await page.locator('#n1 .back').click();
    findings.expect(await comes(page.waitForURL(/#c1$/)), 'the note does not lead back to its mark');
  },
  async 'a jump ends at its goal, though what lies between is laid out only when it comes near'() {
    for (const [path, goal] of [['timeline.html', '.year:nth-last-of-type(2)'], ['index.html', '#notes li:nth-last-child(2)'], [actor.path, '#notes li:nth-last-child(2)']]) {
      for (const width of [360, 1280]) {
        const page = await open(path, { viewport: { width, height: 800 } });
        const id = await page.locator(goal).first().getAttribute('id');
        const top = () => page.locator(`[id='${id}']`).evaluate(e => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(e.getBoundingClientRect().top)))));
        for (const way of ['jump to', 'open']) {
          if (way === 'open') await page.goto('about:blank');
          await page.goto(`${server.url}${path}#${id}`);
          await page.locator('h1').waitFor();
          let at, before;
          do { before = at; at = await top(); } while (at !== before);
          const isEnd = await page.evaluate(() => scrollY + innerHeight > document.documentElement.scrollHeight - 2);
          findings.expect((at >= 0 && at < 100) || (isEnd && at < 800), `${path}, ${width} px: to ${way} #${id} leads ${Math.round(at)} px from it`);
        }
        await page.context().close();
      }
    }
  },
  async 'a page opens where it was left, loaded again and come back to'() {
    for (const path of ['timeline.html', 'index.html', actor.path]) {
      const page = await open(path, { viewport: { width: 360, height: 800 } });
      const seen = async () => {
        await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
        return page.evaluate(() => { const e = document.elementFromPoint(200, 300); return `${e.textContent.trim().slice(0, 40)} at ${Math.round(e.getBoundingClientRect().top)}`; });
      };
      // What is passed is laid out, and so is the rest in pauses.
      await page.evaluate(async () => { for (let y = 0; y < 7000; y += 400) { scrollTo(0, y); await new Promise(requestAnimationFrame); } });
      await page.waitForFunction(() => [...document.querySelectorAll('[data-rows]')].every(e => getComputedStyle(e).contentVisibility === 'visible'));
      const left = await seen();
      await page.reload();
      await page.locator('h1').waitFor();
      findings.expect(await seen() === left, `${path} is loaded again at “${await seen()}”, and was left at “${left}”`);
      await page.goto(new URL('404.html', server.url).href);
      await page.goBack();
      await page.locator('h1').waitFor();
      findings.expect(await seen() === left, `${path} is come back to at “${await seen()}”, and was left at “${left}”`);
      await page.context().close();
    }
  },
  async 'a link shows its preview under the mouse and in focus, served and from a folder'() {
    for (const from of [server.url, disk]) {
      const page = await open(actor.path, {}, from);
      const link = page.locator('.text > p a.ref').first();
      await link.hover();
      findings.expect(await comes(pop(page).locator('.p-title').waitFor()), `no preview under the mouse from ${from.slice(0, 6)}`);
      findings.expect((await pop(page).innerText()).length > 20, 'the preview is empty');
      await page.keyboard.press('Escape');
      await page.mouse.move(0, 0);
      await page.locator('.text > p a.cite').first().focus();
      await page.keyboard.press('Shift+Tab');
      findings.expect(await comes(pop(page).waitFor()), `no preview in focus from ${from.slice(0, 6)}`);
      await page.context().close();
    }
  },
  async 'the timeline shows some events only, and its address says which'() {
    const page = await open('timeline.html');
    const status = page.locator('#filter [role=status]'), shown = page.locator('.year .tl > li:visible');
    await page.evaluate(() => document.querySelectorAll('[data-rows]').forEach(e => { e.style.contentVisibility = 'visible'; }));
    const total = await shown.count();
    const actorOf = await page.locator('#filter select[name=actor] option').nth(1).getAttribute('value');
    await page.locator('#filter select[name=actor]').selectOption(actorOf);
    await page.waitForURL(new RegExp(`actor=${actorOf}`));
    const some = await shown.count();
    findings.expect(some > 0 && some < total, `the filter shows ${some} of ${total} events`);
    findings.expect((await status.innerText()).includes(String(some)), 'the filter does not say how many events it shows');
    findings.expect(await page.locator('.year:visible').evaluateAll(years => years.every(y => y.querySelector('.tl > li:not([hidden])'))), 'an empty year is shown');
    await page.reload();
    await page.evaluate(() => document.querySelectorAll('[data-rows]').forEach(e => { e.style.contentVisibility = 'visible'; }));
    findings.expect(await shown.count() === some, 'the address does not bring the filter back');
    await page.locator('#filter button[type=reset]').click();
    await page.waitForURL(/timeline\.html$/);
    findings.expect(await shown.count() === total, 'the filter cannot be taken back');
  },
  async 'the graph is moved by buttons, keys and mouse, and lights what belongs together'() {
    const page = await open('connections.html');
    const view = () => page.locator('#graph svg').first().getAttribute('viewBox');
    const full = await view();
    await page.locator('.zoom button').first().click();
    const near = await view();
    findings.expect(near !== full, 'the button does not enlarge the graph');
    await page.keyboard.press('ArrowRight');
    findings.expect(await view() !== near, 'the arrow key does not move the graph');
    const before = await view(), box = await page.locator('#graph svg').first().boundingBox();
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 140, box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
    findings.expect(await view() !== before, 'the mouse does not drag the graph');
    await page.locator('.zoom button').nth(2).click();
    findings.expect(await view() === full, 'the graph does not go back to its whole');
    await page.locator('#graph a[data-n]').first().focus();
    findings.expect(await page.locator('#graph .has-lit').count() === 1, 'a node in focus does not light what it is connected to');
  },
  async 'light and dark follow the reader, without scripts'() {
    const ground = async options => {
      const page = await open('index.html', { javaScriptEnabled: false, ...options });
      return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    };
    const [light, dark] = [await ground({ colorScheme: 'light' }), await ground({ colorScheme: 'dark' })];
    const sum = color => color.match(/\d+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0);
    findings.expect(sum(light) > 600 && sum(dark) < 160, `light is ${light}, dark is ${dark}`);
  },
  async 'on paper: notes, all evidence, addresses, who made it; no navigation'() {
    const page = await open(actor.path, { viewport: { width: 640, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    const seen = selector => page.locator(selector).evaluateAll(all => all.length > 0 && all.every(e => e.checkVisibility({ contentVisibilityAuto: true })));
    for (const selector of ['#notes li', 'details.ev .src', '#bibliography li', '.foot', 'h1']) findings.expect(await seen(selector), `${selector} is not on paper`);
    const absent = await page.locator('.top, .skip, .toc, .margin, .find, .back').evaluateAll(all => all.filter(e => e.checkVisibility()).map(e => e.className));
    findings.expect(absent.length === 0, `on paper stands .${absent[0]}`);
    findings.expect(/https?:/.test(await page.locator('#bibliography').innerText()), 'no address is spelt out on paper');
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    findings.expect(over <= 0, `on paper ${over} px are cut off`);
  },
  async 'the list of contents opens on a narrow page, and without scripts'() {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open(actor.path, { viewport: { width: 360, height: 740 }, javaScriptEnabled });
      const nav = page.locator('#nav a').first();
      findings.expect(!await nav.isVisible(), 'the contents cover a narrow page');
      await page.locator('.menu').click();
      findings.expect(await comes(nav.waitFor()), `the contents do not open ${javaScriptEnabled ? 'with' : 'without'} scripts`);
    }
  },
  async 'what breaks the policy of a page is refused'() {
    const page = await open('index.html', { isStrict: false });
    const broken = await page.evaluate(() => new Promise(done => {
      const seen = new Set();
      document.addEventListener('securitypolicyviolation', e => { seen.add(e.effectiveDirective); if (seen.size === 3) done([...seen].sort()); });
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      const style = document.createElement('style');
      style.textContent = 'body { color: red }';
      const image = document.createElement('img');
      image.src = 'https://example.org/x.png';
      document.body.append(script, style, image);
    }));
    findings.expect(broken.join(' ') === 'img-src script-src-elem style-src-elem', `the policy refused only ${broken}`);
    findings.expect(!await page.evaluate(() => globalThis.ran), 'an inline script ran');
  },
};
for (const [name, feat] of Object.entries(feats)) {
  const before = chromium.contexts().length;
  try { await feat(); } catch (error) { findings.expect(false, `${name}: ${error.message.split('\n')[0]}`); }
  for (const context of chromium.contexts().slice(before)) await context.close();
}
await chromium.close();
server.close();
findings.end(`${Object.keys(feats).length} things that readers do`);
