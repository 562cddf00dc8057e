// node serve.mjs PROGRAM DOSSIER: `dossier serve` on a copy of a dossier, seen from a page in headless Chromium: what is
// written is there without a navigation, and what the reader did to the page stays; looks are swapped; what the page
// does not show does not touch it; findings lie over it and go with what they are about; a restart is survived.
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { browser } from './browser.mjs';
import { Findings } from './site.mjs';

const [program, dossier] = process.argv.slice(2).map(path => resolve(path));
const findings = new Findings('serve');
const root = mkdtempSync(join(tmpdir(), 'dossier-serve-'));
for (const part of ['dossier.yaml', 'evidence.lock', 'content', 'static', 'templates', 'themes']) {
  if (existsSync(join(dossier, part))) cpSync(join(dossier, part), join(root, part), { recursive: true });
}

async function start(port) {
  const child = spawn(program, ['-C', root, 'serve', '--port', String(port), ...(port ? ['--strict-port'] : []), '--editor', 'vscode'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = [];
  const url = await new Promise((done, fail) => {
    createInterface({ input: child.stderr }).on('line', line => {
      said.push(line);
      const found = /http:\/\/localhost:\d+\//.exec(line);
      if (found) done(found[0]);
    });
    child.on('exit', () => fail(new Error(`the preview ended: ${said.join('\n')}`)));
  });
  const stop = () => new Promise(done => { child.removeAllListeners('exit').on('exit', done); child.kill('SIGKILL'); });
  return { url, said, stop };
}

// The longest actor, and an essay that does not name it and that it does not name.
const actors = readdirSync(join(root, 'content/actors')).sort((a, b) => statSync(join(root, 'content/actors', b)).size - statSync(join(root, 'content/actors', a)).size);
const id = actors[0].slice(0, -3), file = join(root, 'content/actors', actors[0]);
const original = readFileSync(file, 'utf8');
const elsewhere = join(root, 'content/pages', readdirSync(join(root, 'content/pages')).find(name => name.endsWith('.md')));
const broken = join(root, 'content/actors', actors.at(-1)), brokenOriginal = readFileSync(broken, 'utf8');
const looks = join(root, 'themes/casefile/static/casefile.css');

let server = await start(0);
const chromium = await browser();
const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
page.setDefaultTimeout(20000);
const asked = [];
let navigations = 0;
page.on('request', request => asked.push(request.url()));
page.on('framenavigated', () => { navigations += 1; });
page.on('pageerror', error => findings.expect(false, `the page fails: ${error.message}`));
page.on('console', message => {
  // While the server is away, its stream cannot be had.
  if (message.type() === 'error' && !/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED|EMPTY_RESPONSE|CONNECTION_RESET)/.test(message.text())) findings.expect(false, `the console says: ${message.text()} ${message.location().url}`);
});
const address = `${server.url}actors/${id}.html`;
await page.goto(address, { waitUntil: 'load' });
await page.locator('h1').waitFor();
const comes = promise => promise.then(() => true, () => false);
const shows = text => comes(page.waitForFunction(text => document.querySelector('main').innerText.includes(text), text));
const overlay = page.locator('aside[data-live]');
const mark = () => page.evaluate(() => { window.mark = 'here'; });
const stays = async what => findings.expect(await page.evaluate(() => window.mark) === 'here' && navigations === 1, `${what} loads the page anew`);
const style = name => page.evaluate(name => getComputedStyle(document.documentElement).getPropertyValue(name), name);
await mark();

// Another page, with a mark that a navigation takes away.
async function open(path) {
  const tab = await context.newPage();
  tab.setDefaultTimeout(20000);
  tab.on('pageerror', error => findings.expect(false, `${path} fails: ${error.message}`));
  await tab.goto(`${server.url}${path}`, { waitUntil: 'load' });
  await tab.evaluate(() => { window.mark = 'here'; });
  return tab;
}
// Asks until the answer is yes: what the server tells may come after what it shows.
async function until(ask) {
  for (const end = performance.now() + 20000; performance.now() < end;) if (await ask()) return true;
  return false;
}

const feats = {
  async 'what is written is there, and what the reader did stays'() {
    await page.evaluate(() => {
      window.scrollTo({ top: 700, behavior: 'instant' });
      const box = document.querySelector('input[type=search]');
      box.value = 'half a wo';
      for (const details of document.querySelectorAll('main details')) details.open = true;
    });
    const before = await page.evaluate(() => ({ y: scrollY, open: document.querySelectorAll('main details[open]').length, beside: document.querySelectorAll('.margin .side').length }));
    const times = [];
    for (let round = 0; round < 12; round += 1) {
      const text = `Written in round ${round}.`;
      const seen = page.waitForFunction(text => document.querySelector('main').innerText.includes(text), text);
      const at = performance.now();
      writeFileSync(file, `${original}\n${text}\n`);
      findings.expect(await comes(seen), `round ${round} does not reach the page`);
      times.push(performance.now() - at);
    }
    const after = await page.evaluate(() => ({ y: scrollY, open: document.querySelectorAll('main details[open]').length, typed: document.querySelector('input[type=search]').value, beside: document.querySelectorAll('.margin .side').length }));
    findings.expect(before.beside > 0 && after.beside === before.beside, `${before.beside} notes stood beside the text, now ${after.beside}`);
    findings.expect(before.open > 0, 'the page has no part that opens');
    findings.expect(before.y > 0 && after.y === before.y, `the page scrolls from ${before.y} to ${after.y}`);
    findings.expect(after.open === before.open, `${before.open} parts were open, now ${after.open}`);
    findings.expect(after.typed === 'half a wo', `the search box has “${after.typed}”`);
    await stays('an edit');
    times.sort((a, b) => a - b);
    return `${times.length} edits seen, from the write to the page p50 ${times[times.length >> 1].toFixed(0)} ms, most ${times.at(-1).toFixed(0)} ms`;
  },
  async 'looks are swapped without a reload'() {
    const sheets = () => page.evaluate(() => document.querySelectorAll('link[rel=stylesheet]').length);
    const before = await sheets();
    for (const round of [1, 2]) {
      appendFileSync(looks, `\n:root { --swapped: ${round} }\n`);
      findings.expect(await comes(page.waitForFunction(round => getComputedStyle(document.documentElement).getPropertyValue('--swapped').trim() === String(round), round)), 'a style sheet is not swapped');
    }
    findings.expect(await comes(page.waitForFunction(before => document.querySelectorAll('link[rel=stylesheet]').length === before, before)), `${before} style sheets became ${await sheets()}`);
    await stays('a change of looks');
  },
  async 'what the page does not show does not touch it'() {
    await page.evaluate(() => {
      window.touched = [];
      // Notes beside the text find their places anew whenever styles come, those of the last feature too.
      const isOwn = node => !node.closest?.('.margin');
      new MutationObserver(all => window.touched.push(...all.map(one => one.target).filter(isOwn).map(node => node.nodeName))).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    asked.length = 0;
    appendFileSync(elsewhere, '\nWritten where nobody looks.\n');
    const name = elsewhere.split('/').at(-1).slice(0, -3);
    for (;;) if ((await (await fetch(`${server.url}${name}.html`)).text()).includes('Written where nobody looks.')) break;
    // What is told comes in order: after this swap, all before it has come.
    appendFileSync(looks, '\n:root { --swapped: 3 }\n');
    await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--swapped').trim() === '3');
    const touched = await page.evaluate(() => window.touched);
    findings.expect(touched.every(name => name === 'HEAD'), `an edit elsewhere changes ${[...new Set(touched)].join(', ')}`);
    findings.expect(asked.every(url => url.includes('.css')), `an edit elsewhere asks for ${asked.join(', ')}`);
    await stays('an edit elsewhere');
  },
  async 'findings lie over the last good page, escaped, this page first, for the keyboard'() {
    writeFileSync(broken, `${brokenOriginal}\n[[<img src=x onerror="window.hacked=1">]]\n`);
    await overlay.locator('text=unknown-reference').waitFor();
    writeFileSync(file, original.replace(/^title: .*/m, 'title: "<img src=x onerror=window.hacked=1>'));
    const first = overlay.locator('li').first();
    findings.expect(await comes(overlay.locator(`li[data-path="content/actors/${actors[0]}"]`).first().waitFor()), 'a broken entry is not told');
    findings.expect(await first.getAttribute('data-path') === `content/actors/${actors[0]}`, `the first finding is of ${await first.getAttribute('data-path')}`);
    findings.expect(await page.evaluate(() => Boolean(document.querySelector('aside[data-live]').shadowRoot) && !document.querySelector('aside[data-live]').children.length), 'the findings are not in a tree of their own');
    findings.expect(await overlay.locator('img').count() === 0 && !await page.evaluate(() => window.hacked), 'text of a file becomes markup');
    findings.expect((await page.locator('h1').innerText()).length > 0 && (await page.locator('main').innerText()).includes('Written in round 11.'), 'the last good page does not stay');
    const editor = await overlay.locator('a.open').first().getAttribute('href');
    findings.expect(editor.startsWith(`vscode://file${root}/content/actors/${actors[0]}:`), `the editor is asked for ${editor}`);
    // The overlay comes after all else.
    const focus = () => page.evaluate(() => document.querySelector('aside[data-live]').shadowRoot.activeElement?.className || document.querySelector('aside[data-live]').shadowRoot.activeElement?.nodeName || '');
    await page.locator('footer a, main a').last().focus();
    for (let i = 0; i < 30 && await focus() !== 'BUTTON'; i += 1) await page.keyboard.press('Tab');
    findings.expect(await focus() === 'BUTTON', 'the Tab key does not lead to the findings');
    const list = overlay.locator('.list'), button = overlay.locator('button');
    await page.keyboard.press('Enter');
    findings.expect(!await list.isVisible() && await button.getAttribute('aria-expanded') === 'false', 'the button does not make the findings small');
    await page.keyboard.press('Enter');
    findings.expect(await list.isVisible() && await button.getAttribute('aria-expanded') === 'true', 'the button does not bring the findings back');
    await page.keyboard.press('Tab');
    findings.expect(await focus() === 'list', `the Tab key leads from the button to ${await focus()}`);
    await page.keyboard.press('Escape');
    findings.expect(!await list.isVisible() && await overlay.isVisible(), 'Esc does not make the findings small');
    findings.expect(await focus() === 'BUTTON', 'the focus is lost with the list');
    // Small they stay: when others come, and on the next page.
    writeFileSync(broken, `${brokenOriginal}\n[[no-such-entry]]\n`);
    await overlay.locator('text=no-such-entry').first().waitFor({ state: 'attached' });
    findings.expect(!await list.isVisible(), 'findings that come open what was made small');
    await page.reload();
    navigations -= 1;
    await mark();
    await overlay.locator('button').waitFor();
    findings.expect(!await list.isVisible(), 'after a reload the findings are large again');
    await overlay.locator('button').click();
    findings.expect(await list.isVisible(), 'a click does not bring the findings back');
  },
  async 'what is mended takes its finding away'() {
    writeFileSync(broken, brokenOriginal);
    findings.expect(await comes(overlay.locator('text=no-such-entry').first().waitFor({ state: 'detached' })), 'a finding stays that is mended');
    findings.expect(await overlay.isVisible(), 'the other finding goes as well');
    writeFileSync(file, `${original}\nAll is mended.\n`);
    findings.expect(await comes(overlay.waitFor({ state: 'hidden' })), 'the findings stay though all is mended');
    findings.expect(await shows('All is mended.'), 'the mended text does not reach the page');
    await stays('an error');
  },
  async 'a restart is survived, and what happened meanwhile is caught up with'() {
    const { port } = new URL(server.url);
    await server.stop();
    writeFileSync(file, `${original}\nWritten while nobody served.\n`);
    appendFileSync(looks, '\n:root { --swapped: 4 }\n');
    server = await start(Number(port));
    findings.expect(await shows('Written while nobody served.'), 'after a restart the page is not current');
    findings.expect(await comes(page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--swapped').trim() === '4')), 'after a restart the looks are not current');
    // Back to what it was when the page was loaded: the server has to compare with what is shown now.
    await server.stop();
    writeFileSync(file, `${original}\nWritten in round 11.\n`);
    server = await start(Number(port));
    findings.expect(await shows('Written in round 11.'), 'after a second restart the page is not current');
    writeFileSync(file, `${original}\nAnd it goes on.\n`);
    findings.expect(await shows('And it goes on.'), 'after a restart edits are not told any more');
    await stays('a restart');
  },
  async 'more tabs than a browser has connections'() {
    // Headless pages are all visible; those of a writer are not, which is what lets their connections go.
    const hide = hidden => Object.defineProperty(Document.prototype, 'hidden', { configurable: true, get: () => hidden });
    const tabs = [];
    for (let i = 0; i < 8; i += 1) {
      const tab = await context.newPage();
      tab.setDefaultTimeout(20000);
      await tab.goto(address, { waitUntil: 'load' });
      await tab.evaluate(hide, true);
      await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      tabs.push(tab);
    }
    writeFileSync(file, `${original}\nFor many tabs.\n`);
    findings.expect(await shows('For many tabs.'), 'beside eight tabs the page is not told');
    const last = tabs.at(-1);
    await last.evaluate(hide, false);
    await last.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    findings.expect(await comes(last.waitForFunction(() => document.querySelector('main').innerText.includes('For many tabs.'))), 'a tab that is looked at again is not current');
    await Promise.all(tabs.map(tab => tab.close()));
  },
  async 'the filter of the timeline holds what comes and goes'() {
    const tab = await open('timeline.html');
    const folder = join(root, 'content/events'), entry = id => join(folder, `${id}.md`);
    // An actor with some of the events, and an event without it.
    const [chosen, label] = await tab.evaluate(() => {
      const n = value => document.querySelectorAll(`.tl > li[data-actor~="${value}"]`).length;
      const option = [...document.querySelectorAll('[name=actor] option')].find(one => one.value && n(one.value) > 1 && n(one.value) < 9);
      return [option.value, option.text];
    });
    const other = await tab.evaluate(chosen => document.querySelector(`.tl > li:not([data-actor~="${chosen}"])`).id, chosen);
    await tab.selectOption('[name=actor]', chosen);
    const seen = () => tab.evaluate(() => ({
      actor: document.querySelector('[name=actor]').value, query: location.search, status: document.querySelector('#filter [role=status]').textContent,
      shown: [...document.querySelectorAll('.tl > li:not([hidden])')].map(li => li.id), all: document.querySelectorAll('.tl > li').length,
    }));
    const before = await seen();
    const same = async (what, now, added = 0) => {
      findings.expect(String(now.shown) === String(before.shown), `${what}, ${now.shown.length} events are shown, not ${before.shown.length}`);
      findings.expect(now.all === before.all + added && now.status === before.status.replace(before.all, now.all), `${what}, the filter says “${now.status}” of ${now.all} events`);
    };
    const text = readFileSync(entry(other), 'utf8');
    writeFileSync(entry(other), text.replace(/^title: .*/m, 'title: "Told anew"'));
    findings.expect(await comes(tab.waitForFunction(() => document.querySelector('.tl').closest('main').textContent.includes('Told anew'))), 'an edited event does not reach the timeline');
    const edited = await seen();
    await same('after an edit', edited);
    findings.expect(edited.actor === chosen && edited.query === before.query, `after an edit, the filter is ${edited.actor}, the address ${edited.query}`);
    writeFileSync(entry('another-event'), text.replace(/^title: .*/m, 'title: "Another event"'));
    findings.expect(await comes(tab.waitForFunction(() => document.getElementById('another-event'))), 'an event that is added does not reach the timeline');
    await same('with an event more', await seen(), 1);
    // Another id, of the same name: first the file with all that refers to it, then one page.
    for (const name of readdirSync(join(root, 'content'), { recursive: true }).filter(name => name.endsWith('.md'))) {
      const path = join(root, 'content', name), old = readFileSync(path, 'utf8'), fresh = old.replace(new RegExp(`(?<![\\w-])${chosen}(?![\\w-])`, 'g'), 'renamed-actor');
      if (fresh !== old) writeFileSync(path, fresh);
    }
    renameSync(join(root, `content/actors/${chosen}.md`), join(root, 'content/actors/renamed-actor.md'));
    const n = before.shown.length;
    findings.expect(await comes(tab.waitForFunction(n => document.querySelectorAll('.tl > li[data-actor~="renamed-actor"]').length === n, n)), 'an actor that is renamed does not reach the timeline');
    await tab.selectOption('[name=actor]', { label });
    const renamed = await seen();
    await same('with another id', renamed, 1);
    findings.expect(renamed.actor === 'renamed-actor', `the choice of a renamed actor is ${renamed.actor}`);
    await tab.selectOption('[name=actor]', '');
    findings.expect((await seen()).shown.length === before.all + 1, 'without a choice, events are missing');
    await tab.close();
  },
  async 'what is chosen stays chosen where other choices move'() {
    const tab = await open('timeline.html');
    const last = await tab.evaluate(() => [...document.querySelectorAll('[name=actor] option')].at(-1).value);
    await tab.selectOption('[name=actor]', last);
    const chosen = () => tab.evaluate(() => { const { value, text } = document.querySelector('[name=actor] :checked'); return `${value}: ${text}`; });
    const before = await chosen();
    const first = await tab.evaluate(() => document.querySelectorAll('[name=actor] option')[1].value);
    const path = join(root, 'content/actors', `${first}.md`);
    // Its choice comes behind all others, so that each of them moves up.
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^title: .*/m, 'title: "Zzz last"'));
    findings.expect(await comes(tab.waitForFunction(() => [...document.querySelectorAll('[name=actor] option')].at(-1).text === 'Zzz last')), 'the names of actors do not reach the filter');
    findings.expect(await chosen() === before, `${before} was chosen, now ${await chosen()}`);
    await tab.close();
  },
  async 'the drawing of connections stays one that moves'() {
    const tab = await open('connections.html');
    const state = () => tab.evaluate(() => ({ live: document.querySelector('#graph svg').classList.contains('live'), buttons: document.querySelectorAll('#graph .zoom button').length, width: document.querySelector('#graph svg').viewBox.baseVal.width }));
    await tab.locator('#graph .zoom button').first().click();
    const before = await state();
    findings.expect(before.live, 'the drawing does not move');
    const id = await tab.evaluate(() => /([^/]*)\.html$/.exec(document.querySelector('#table tbody a').href)[1]);
    const path = join(root, 'content/actors', `${id}.md`);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^title: .*/m, 'title: "Drawn anew"'));
    findings.expect(await comes(tab.waitForFunction(() => document.querySelector('#table').textContent.includes('Drawn anew'))), 'a new name does not reach the connections');
    const after = await state();
    findings.expect(after.live && after.buttons === before.buttons, `after an edit, the drawing ${after.live ? 'moves' : 'does not move'} and has ${after.buttons} buttons`);
    findings.expect(Math.abs(after.width - before.width) < 1, `after an edit, ${after.width} wide of the drawing are seen, not ${before.width}`);
    await tab.close();
  },
  async 'search finds what was saved last, on a page that it does not touch'() {
    const tab = await open('search.html');
    const results = async word => {
      // Each letter waits for the next: whoever asks again and again without waiting asks nothing.
      await tab.fill('#q', '');
      await tab.waitForFunction(() => document.querySelector('#search [role=status]').textContent === '');
      await tab.fill('#q', word);
      await tab.waitForFunction(() => ![undefined, '', document.querySelector('#search').dataset.loading].includes(document.querySelector('#search [role=status]').textContent));
      return tab.locator('#results').innerText();
    };
    findings.expect(await results('quoxical') === '', 'a word is found that is nowhere');
    writeFileSync(broken, brokenOriginal.replace(/^title: .*/m, 'title: "Quoxical name"'));
    findings.expect(await until(async () => (await results('quoxical')).includes('Quoxical name')), 'a new title is not found');
    findings.expect(await tab.evaluate(() => window.mark) === 'here', 'an edit elsewhere loads the search anew');
    // A page that is laid anew keeps what was found.
    const config = join(root, 'dossier.yaml'), text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace(/^title: .*/m, 'title: "Named anew"'));
    findings.expect(await comes(tab.waitForFunction(() => document.title.includes('Named anew'))), 'a new name of the dossier does not reach the search');
    findings.expect(await comes(tab.locator('#results').getByText('Quoxical').first().waitFor()), 'what was found goes when the page is laid anew');
    writeFileSync(config, text);
    writeFileSync(broken, brokenOriginal);
    await tab.close();
  },
  async 'previews of links are of what was saved last'() {
    const tab = await open(`actors/${id}.html`);
    const links = await tab.evaluate(() => [...document.querySelectorAll('main p > a.ref[href]')].map(a => a.getAttribute('href')));
    const to = links.map(href => /^\.\.\/(\w+\/[\w-]+)\.html$/.exec(href)?.[1]).find(to => to && /^summary: ./m.test(readFileSync(join(root, 'content', `${to}.md`), 'utf8')));
    const link = tab.locator(`main p > a.ref[href="../${to}.html"]`).first();
    const card = async () => {
      await tab.mouse.move(0, 0);
      await tab.locator('#pop').waitFor({ state: 'hidden' });
      await link.hover();
      await tab.locator('#pop').waitFor({ state: 'visible' });
      return tab.locator('#pop').innerText();
    };
    findings.expect((await card()).length > 0, 'a link has no preview');
    const path = join(root, 'content', `${to}.md`), text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/^summary: .*/m, 'summary: "Summed up anew."'));
    findings.expect(await until(async () => (await card()).includes('Summed up anew.')), 'a preview shows the old summary');
    findings.expect(await tab.evaluate(() => window.mark) === 'here', 'an edit elsewhere loads the page anew');
    writeFileSync(path, text);
    await tab.close();
  },
};

let figures = '';
for (const [name, feat] of Object.entries(feats)) {
  try {
    figures += await feat() ?? '';
  } catch (error) {
    findings.expect(false, `${name}: ${error.message.split('\n')[0]}`);
  }
}
await chromium.close();
await server.stop();
rmSync(root, { recursive: true, force: true });
findings.end(`${Object.keys(feats).length} features of the preview; ${figures}`);
