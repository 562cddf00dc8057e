// A built site as files: its pages, each with its parsed tree.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'parse5';

export function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort();
}

export function pages(folder) {
  return files(folder).filter(path => path.endsWith('.html')).map(path => {
    const html = readFileSync(join(folder, path), 'utf8');
    return { path, html, elements: elements(parse(html)) };
  });
}

function elements(root) {
  const found = [];
  const visit = node => {
    if (node.tagName) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
      const text = (node.childNodes ?? []).filter(child => child.nodeName === '#text').map(child => child.value).join('');
      found.push({ tag: node.tagName, attributes, text });
    }
    for (const child of node.content?.childNodes ?? node.childNodes ?? []) visit(child);
  };
  visit(root);
  return found;
}

// Collects what is wrong, and ends the process with a count.
export class Findings {
  constructor(name) { this.name = name; this.wrong = []; this.checked = 0; }
  expect(holds, message) {
    this.checked += 1;
    if (!holds) this.wrong.push(typeof message === 'function' ? message() : message);
  }
  end(summary) {
    const shown = [...new Set(this.wrong)];
    for (const message of shown.slice(0, 40)) console.log(`  ${message}`);
    if (shown.length > 40) console.log(`  … and ${shown.length - 40} more`);
    console.log(`${this.name}: ${summary}${shown.length ? `, ${shown.length} wrong` : ''}`);
    process.exitCode = shown.length ? 1 : 0;
  }
}
