// Headless Chromium of the machine; CHROMIUM names another one.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export function browserPath() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const path = places.find(place => place && existsSync(place));
  if (!path) throw new Error('no Chromium: install it, or name one in CHROMIUM');
  return path;
}

export function browser() {
  return chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-extensions'],
  });
}
