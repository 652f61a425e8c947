import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from './browser.js';
import { browserRecord, root } from './paths.js';

// Draws media/icon.png, which marketplaces want, from docs/images/icon.svg; in the smallest size they take, for at
// twice that it would be a fourteenth of the package.

const pixels = 128;
const drawing = readFileSync(path.join(root, 'docs', 'images', 'icon.svg'), 'utf8');
await findBrowser(console.log);
const { executablePath } = JSON.parse(readFileSync(browserRecord, 'utf8'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
await page.setContent(drawing);
await page.locator('svg').evaluate((svg, size) => {
  svg.ownerDocument.body.style.setProperty('margin', '0');
  svg.style.setProperty('width', `${size}px`);
  svg.style.setProperty('height', `${size}px`);
}, pixels);
await page.screenshot({ path: path.join(root, 'media', 'icon.png'), omitBackground: true });
await browser.close();
