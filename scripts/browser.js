import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { browserRecord } from './paths.js';
import { must } from './run.js';

const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];

const usualPlaces = [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/**
 * Finds the browser that draws the editors' windows and records its path: one that is installed, else Playwright's
 * own, else (on Debian, as root) the distribution's Chromium, which is then installed. `THULIUM_TEST_BROWSER` wins.
 */
export async function findBrowser(say) {
  const found =
    process.env['THULIUM_TEST_BROWSER'] ?? installed() ?? (await playwrights()) ?? (await debians(say));
  if (!found || !existsSync(found))
    throw new Error(
      'No browser was found. Install Google Chrome, Chromium or Microsoft Edge, or run ' +
        '`npx playwright-core install chromium`, or name one in THULIUM_TEST_BROWSER.',
    );
  mkdirSync(path.dirname(browserRecord), { recursive: true });
  writeFileSync(browserRecord, JSON.stringify({ executablePath: found }));
}

function installed() {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...usualPlaces].find((file) => existsSync(file));
}

async function playwrights() {
  const { chromium } = await import('playwright-core');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

async function debians(say) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say('no browser found: installing Debian’s with apt-get install -y chromium …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await must('Updating the list of packages', 'apt-get', ['update'], { env });
  await must('Installing Chromium', 'apt-get', ['install', '-y', 'chromium'], { env });
  return installed();
}
