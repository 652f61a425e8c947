import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openUndrivenWindow, workbenchUrl } from './page.js';
import { createProfile } from './profile.js';
import { listenForReport } from './report.js';
import { startServer } from './server.js';

const startLimitMs = 180_000;

/**
 * Behaves towards `runTests` of `@vscode/test-electron` as a desktop editor's executable does: takes its flags,
 * runs the tests' `run()` in a real extension host, prints what they print and ends with their exit code.
 * Which editor: `THULIUM_TEST_EDITOR`, `newest`, `floor`, or `polish`, which is the newest in Polish. A run that hangs ends after `THULIUM_TEST_LIMIT_SECONDS`.
 */
export async function code(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
    },
  });
  const extensionPaths = (values.extensionDevelopmentPath ?? []).filter((path) => typeof path === 'string');
  if (typeof values.extensionTestsPath !== 'string' || extensionPaths.length === 0)
    throw new Error('--extensionDevelopmentPath and --extensionTestsPath are needed.');

  const profile = createProfile({ locale: env.THULIUM_TEST_EDITOR === 'polish' ? 'pl' : 'en' });
  const report = await listenForReport(startLimitMs);
  const server = await startServer({
    which: env.THULIUM_TEST_EDITOR === 'floor' ? 'floor' : 'newest',
    profile,
    development: true,
    env: report.env,
  });
  const window = await openUndrivenWindow(
    profile.locale,
    workbenchUrl(server.origin, {
      folder: resolve(positionals[0] ?? profile.emptyFolder),
      extensionPaths: extensionPaths.map((path) => resolve(path)),
      testsPath: resolve(values.extensionTestsPath),
    }),
  );
  let limit: NodeJS.Timeout | undefined;
  try {
    const tooLate = new Promise<never>((_, fail) => {
      const seconds = Number(env.THULIUM_TEST_LIMIT_SECONDS ?? 1200);
      limit = setTimeout(() => {
        fail(new Error(`The tests did not end within ${seconds} s.`));
      }, seconds * 1000);
    });
    return await Promise.race([report.exitCode, window.gone, tooLate]);
  } finally {
    clearTimeout(limit);
    report.close();
    await window.close();
    await server.stop();
    profile.remove();
  }
}

process.exitCode = await code(process.argv.slice(2), process.env);
