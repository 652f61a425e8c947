import { runTests } from '@vscode/test-electron';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { out, root } from './paths.js';

// Runs the built host tests in a real extension host:
//   node scripts/host.js newest|floor|polish|desktop [--grep NAME] [--file PART] [--summary FILE]
// `polish` is the newest editor in Polish, for the tests that hold sentences in the window's language.
// `desktop` downloads VS Code, as @vscode/test-electron does by default, and wants a display.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, file: { type: 'string' }, summary: { type: 'string' } },
});
const which = positionals[0] ?? 'newest';
const folder = mkdtempSync(path.join(tmpdir(), 'thulium-host-'));

// runTests ends its editor on Ctrl+C only.
for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => process.kill(process.pid, 'SIGINT'));

try {
  await runTests({
    ...(which === 'desktop'
      ? {}
      : { vscodeExecutablePath: path.join(root, 'test', 'support', 'editor', 'code.js') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(out, 'test', 'host', 'index.js'),
    launchArgs: [folder],
    extensionTestsEnv: {
      THULIUM_TEST_EDITOR: which,
      THULIUM_TEST_GREP: values.grep,
      THULIUM_TEST_FILE: which === 'polish' ? 'badInputs' : values.file,
      THULIUM_TEST_SUMMARY: values.summary,
    },
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
