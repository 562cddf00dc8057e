// node links.mjs SITE: every link, fragment and asset of a built site, from file://, under / and under /repo/.
// If the site was built with an address: its canonical links, and the page of a missing address at any depth.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serve } from './server.mjs';
import { Findings, files, pages } from './site.mjs';

const folder = resolve(process.argv[2]);
const all = new Set(files(folder));
const site = pages(folder);
const findings = new Findings('links');
const ids = new Map(site.map(page => [page.path, new Set(page.elements.map(e => e.attributes.id).filter(Boolean))]));
const loads = new Set(['img', 'script', 'source', 'iframe', 'video', 'audio', 'embed', 'object', 'track', 'image', 'use']);

// Each address in a page: what it is, and whether the browser loads it by itself.
function* addresses(page) {
  for (const { tag, attributes } of page.elements) {
    for (const name of ['href', 'src', 'xlink:href', 'action', 'data', 'poster']) {
      const value = attributes[name];
      if (value === undefined) continue;
      const isLoaded = loads.has(tag) || (tag === 'link' && /stylesheet|icon|preload|manifest/.test(attributes.rel ?? ''));
      // Canonical addresses and the feed's own are absolute on purpose.
      const isAbsolute = tag === 'link' && /canonical/.test(attributes.rel ?? '');
      if (!isAbsolute) yield { value, isLoaded };
    }
    for (const part of (attributes.srcset ?? '').split(',').filter(Boolean)) {
      yield { value: part.trim().split(/\s+/)[0], isLoaded: true };
    }
  }
}

const requests = new Set();
const reached = new Map();
let links = 0, fragments = 0, external = 0;
for (const page of site) {
  const from = pathToFileURL(join(folder, page.path));
  const targets = [];
  for (const { value, isLoaded } of addresses(page)) {
    const where = `${page.path}: ${value.slice(0, 120)}`;
    if (/^(https?:|mailto:)/i.test(value)) {
      external += 1;
      findings.expect(!isLoaded, `${where} is loaded from somewhere else`);
      findings.expect(URL.canParse(value), `${where} is no address`);
      continue;
    }
    if (isLoaded && value.startsWith('data:')) continue;
    findings.expect(!/^[a-z][a-z0-9+.-]*:/i.test(value), `${where} has a scheme that does not belong here`);
    // The page of a missing address is shown at any depth, so with a `url:` its links start at the root.
    if (page.path === '404.html' && value.startsWith('/')) continue;
    findings.expect(!value.startsWith('/'), `${where} starts at the root, which fails under /repo/`);
    links += 1;
    const url = new URL(value, from);
    const target = resolve(fileURLToPath(new URL(url.pathname, 'file://')));
    const path = target.slice(folder.length + 1).replaceAll('\\', '/');
    findings.expect(target.startsWith(folder) && all.has(path), `${where} leads to no file`);
    targets.push(path);
    requests.add(path + url.search);
    if (url.hash && all.has(path) && path.endsWith('.html')) {
      fragments += 1;
      const id = decodeURIComponent(url.hash.slice(1));
      findings.expect(ids.get(path)?.has(id), `${where} leads to no place in ${path}`);
    }
  }
  reached.set(page.path, targets);
  policy(page);
  const doubled = page.elements.map(e => e.attributes.id).filter((id, i, list) => id && list.indexOf(id) !== i);
  if (page.path !== 'dossier.html') findings.expect(doubled.length === 0, `${page.path}: the id ${doubled[0]} stands twice`);
}

// The Content-Security-Policy, and that nothing in the page relies on breaking it.
function policy(page) {
  const isRedirect = page.elements.some(e => e.tag === 'meta' && e.attributes['http-equiv']?.toLowerCase() === 'refresh');
  if (isRedirect) return;
  const metas = page.elements.filter(e => e.tag === 'meta' && e.attributes['http-equiv']?.toLowerCase() === 'content-security-policy');
  const text = metas[0]?.attributes.content ?? '';
  findings.expect(metas.length === 1 && /default-src 'none'/.test(text), `${page.path} has no Content-Security-Policy that starts from nothing`);
  findings.expect(!/unsafe-|https?:|\*/.test(text), `${page.path}: its Content-Security-Policy allows too much: ${text}`);
  for (const { tag, attributes, text: inside } of page.elements) {
    const handler = Object.keys(attributes).find(name => /^on/.test(name));
    findings.expect(!handler, `${page.path}: <${tag} ${handler}> is an inline script`);
    findings.expect(!('style' in attributes), `${page.path}: <${tag} style> is an inline style`);
    const isData = /json/.test(attributes.type ?? '');
    findings.expect(tag !== 'script' || isData || 'src' in attributes, `${page.path} has an inline script`);
    findings.expect(tag !== 'style', `${page.path} has an inline style sheet: ${inside.slice(0, 40)}`);
  }
}

// From home one gets everywhere.
const seen = new Set(['index.html']);
for (const path of seen) for (const target of reached.get(path) ?? []) seen.add(target);
for (const page of site) {
  const isAside = page.path === '404.html' || /http-equiv="?refresh/i.test(page.html);
  findings.expect(seen.has(page.path) || isAside, `${page.path} cannot be reached from home`);
}

// Style sheets load only what is here.
for (const path of [...all].filter(path => path.endsWith('.css'))) {
  for (const [, , value] of readFileSync(join(folder, path), 'utf8').matchAll(/url\((["']?)(.*?)\1\)/g)) {
    if (value.startsWith('data:')) continue;
    const target = resolve(fileURLToPath(new URL(value, pathToFileURL(join(folder, path)))));
    findings.expect(all.has(target.slice(folder.length + 1).replaceAll('\\', '/')), `${path}: url(${value}) leads to no file`);
  }
}

// The same addresses as a server answers them.
for (const prefix of ['/', '/repo/']) {
  const server = await serve(folder, prefix);
  const queue = [...new Set([...requests, ...site.map(page => page.path)])];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let path; (path = queue.pop()) !== undefined;) {
      const response = await fetch(new URL(path.split('/').map(encodeURIComponent).join('/').replace('%3F', '?'), server.url), { redirect: 'manual' });
      await response.arrayBuffer();
      findings.expect(response.status === 200, `${prefix}${path} answers ${response.status}`);
    }
  }));
  const missing = await fetch(new URL('no/such/page', server.url));
  findings.expect(missing.status === 404 && (await missing.text()).includes('<h1'), `${prefix}no/such/page is not answered with the site's own 404 page`);
  server.close();
}

// Canonical links say where the site stands; then the page of a missing address must work at any depth there.
const canonical = page => page.elements.find(e => e.tag === 'link' && e.attributes.rel === 'canonical')?.attributes.href;
const address = canonical(site.find(page => page.path === 'index.html'))?.replace(/index\.html$/, '');
if (address) {
  for (const page of site.filter(page => page.path !== '404.html' && !/http-equiv="?refresh/i.test(page.html))) {
    const expected = [address + page.path, (address + page.path).replace(/(^|\/)index\.html$/, '$1')];
    findings.expect(expected.includes(canonical(page)), `${page.path} calls ${canonical(page)} its canonical address`);
  }
  const server = await serve(folder, new URL(address).pathname);
  for (const deep of ['missing', 'no/such/page']) {
    for (const { value } of addresses(site.find(page => page.path === '404.html'))) {
      if (/^(#|data:|mailto:|https?:)/.test(value)) continue;
      const { status } = await fetch(new URL(value, new URL(deep, server.url)), { redirect: 'manual' });
      findings.expect(status === 200, `404.html shown at ${deep}: ${value} answers ${status}`);
    }
  }
  server.close();
}
findings.end(`${site.length} pages, ${links} links inside (${fragments} to a place in a page), ${external} outside; from file://, / and /repo/${address ? `, canonical under ${address}` : ''}`);
