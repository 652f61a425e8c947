import { copyFileSync, cpSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { out, root } from './paths.js';
import { must, run } from './run.js';

// A real editor with the extension, a running simulator and something to try, all in temporary folders:
//   node scripts/start.js [--desktop]      PORT=8080 chooses the port

const preferredPort = 8080;
const demo = path.join(out, 'test', 'demo');

try {
  console.log('start: building …');
  await must('The build', process.execPath, ['esbuild.js'], { cwd: root });
  await must('The build of the demo', process.execPath, ['esbuild.js', '--tests'], { cwd: root });
  copyFileSync(path.join(root, 'test', 'demo', 'package.json'), path.join(demo, 'package.json'));
  const { ownFolder } = await import('../out/test/support/editor/cleanup.js');
  const folder = ownFolder('thulium-demo-');
  cpSync(path.join(root, 'test', 'demo', 'folder'), folder, { recursive: true });
  await (process.argv.includes('--desktop') ? openDesktop(folder) : serve(folder));
} catch (error) {
  console.error(`start: ${error.message}`);
  process.exit(1);
}

async function serve(folder) {
  const { createProfile, linkExtension } = await import('../out/test/support/editor/profile.js');
  const { startServer } = await import('../out/test/support/editor/server.js');
  const { workbenchUrl } = await import('../out/test/support/editor/page.js');
  const profile = createProfile();
  for (const extension of [root, demo]) linkExtension(profile, extension);
  const server = await startServer({ which: 'newest', profile, port: await choosePort() });
  console.log(`
Open in a browser:
  ${workbenchUrl(server.origin, { folder })}

The local simulator starts by itself and becomes the active system. Then press F1 and run
“Thulium: Update Campaign Record…” (campaign 00001, customer 441), or open first-update.thulium.json or records.csv.
After a change of the code: npm run build, then reload the page. Ctrl+C ends everything.`);
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
