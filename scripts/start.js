import { spawn } from 'node:child_process';
import { copyFileSync, cpSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { out, root } from './paths.js';
import { prepare } from './prepare.js';
import { must, run } from './run.js';

// A real editor with the extension, a running simulator and something to try, all in temporary folders:
//   node scripts/start.js [--desktop | --check | --serve] [--built]
// Without a flag it serves an editor and opens it in the user's browser: PORT=8080 chooses the port, BROWSER=none opens
// nothing. Where nobody can open one (CI, no terminal) it is --check, unless --serve says otherwise.
// --desktop opens the user's own VS Code. --check makes the first update itself, in a headless window, and ends.
// --built: all is fetched and built already.

const preferredPort = 8080;
const demo = path.join(out, 'test', 'demo');
const { values } = parseArgs({
  options: {
    desktop: { type: 'boolean' },
    check: { type: 'boolean' },
    serve: { type: 'boolean' },
    built: { type: 'boolean' },
  },
});

try {
  await begin(chosenWay());
} catch (error) {
  const { message, cause } = error;
  console.error(`start: ${[message, ...(cause instanceof Error ? [cause.message] : [])].join('\n')}`);
  process.exit(1);
}

function chosenWay() {
  for (const way of ['desktop', 'check', 'serve']) if (values[way]) return way;
  const isAttended = process.stdin.isTTY || process.stdout.isTTY;
  return process.env.CI || !isAttended ? 'check' : 'serve';
}

async function begin(way) {
  if (!values.built) {
    await prepare({ editors: way === 'desktop' ? [] : ['newest'], browser: way === 'check' });
    console.log('start: building …');
    await must('The build', process.execPath, ['esbuild.js'], { cwd: root });
    await must('The build of the demo', process.execPath, ['esbuild.js', '--tests'], { cwd: root });
  }
  copyFileSync(path.join(root, 'test', 'demo', 'package.json'), path.join(demo, 'package.json'));
  const { ownFolder } = await import('../out/test/support/editor/cleanup.js');
  const folder = ownFolder('thulium-demo-');
  cpSync(path.join(root, 'test', 'demo', 'folder'), folder, { recursive: true });
  await { desktop: openDesktop, check, serve }[way](folder);
}

async function serve(folder) {
  const { createProfile, linkExtension } = await import('../out/test/support/editor/profile.js');
  const { startServer } = await import('../out/test/support/editor/server.js');
  const { workbenchUrl } = await import('../out/test/support/editor/page.js');
  const profile = createProfile();
  for (const extension of [root, demo]) linkExtension(profile, extension);
  const server = await startServer({ which: 'newest', profile, port: await choosePort() });
  const address = workbenchUrl(server.origin, { folder });
  console.log(`
${openInBrowser(address) ? 'Your browser opens' : 'Open in a browser'}:
  ${address}

The window shows what to do first: the local simulator runs, and the form beside needs but a press on Send.
After a change of the code: npm run build, then reload the page. Ctrl+C ends everything.`);
}

/** Shows an address in the user's own browser. False where there is none that could be asked. */
function openInBrowser(address) {
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (BROWSER === 'none') return false;
  const openers = {
    darwin: ['open', address],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', address],
    linux: BROWSER || DISPLAY || WAYLAND_DISPLAY ? [BROWSER || 'xdg-open', address] : undefined,
  };
  const [command, ...args] = openers[process.platform] ?? [];
  if (command === undefined) return false;
  // The address is printed all the same, for where this fails.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .once('error', () => undefined)
    .unref();
  return true;
}

/** PORT, or 8080; another one, saying so, when it is taken. */
async function choosePort() {
  const wanted = Number(process.env.PORT ?? preferredPort);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535)
    throw new Error(`PORT=${process.env.PORT} is no port.`);
  const free = await new Promise((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(false))
      .listen(wanted, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  if (free) return wanted;
  console.log(`start: port ${wanted} is taken, another one is used.`);
  return 0;
}

async function check(folder) {
  console.log('start: making the first update in a headless window …');
  const { firstUpdate } = await import('../out/test/ui/support/firstUpdate.js');
  const { output, picture } = await firstUpdate(folder, [root, demo]);
  console.log(`\nThe output channel Thulium:\n${output.trimEnd()}\n\nThe window:\n  ${picture}`);
  process.exit(0);
}

async function openDesktop(folder) {
  console.log('start: opening your own VS Code; this ends when its window is closed.');
  const development = [root, demo].map((extension) => `--extensionDevelopmentPath=${extension}`);
  const { code } = await run('code', ['--new-window', '--wait', ...development, folder]).catch((error) => {
    throw new Error(
      `“code” could not be started (${error.message}). In VS Code run “Shell Command: Install 'code' command in PATH”.`,
      { cause: error },
    );
  });
  process.exit(code);
}
