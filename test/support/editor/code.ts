import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser, workbenchUrl } from './page.js';
import { createProfile } from './profile.js';
import { startServer } from './server.js';
import { testLineMark } from './testLineMark.js';

/** Nobody looks at this window, and each pixel of it is drawn by the processor. */
const unwatched = { width: 640, height: 480 };

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
  const server = await startServer({
    which: env.THULIUM_TEST_EDITOR === 'floor' ? 'floor' : 'newest',
    profile,
    development: true,
  });
  const { context, page } = await openBrowser(profile.locale, unwatched);
  const log = new WindowLog();
  let limit: NodeJS.Timeout | undefined;
  try {
    const exitCode = new Promise<number>((settle, fail) => {
      const seconds = Number(env.THULIUM_TEST_LIMIT_SECONDS ?? 1200);
      limit = setTimeout(() => {
        fail(new Error(`The tests did not end within ${seconds} s.`));
      }, seconds * 1000);
      page.once('crash', () => {
        fail(new Error('The editor’s window crashed.'));
      });
      page.once('close', () => {
        fail(new Error('The editor’s window was closed before the tests ended.'));
      });
      void page.exposeFunction('codeAutomationExit', settle);
    });
    await page.exposeFunction('codeAutomationLog', (type: string, parts: unknown[]) => {
      log.add(type, parts);
    });
    const url = workbenchUrl(server.origin, {
      folder: resolve(positionals[0] ?? profile.emptyFolder),
      extensionPaths: extensionPaths.map((path) => resolve(path)),
      testsPath: resolve(values.extensionTestsPath),
    });
    // A rejection of either is told at once; the promise of the exit code is already being listened to.
    const result = await Promise.race([exitCode, page.goto(url).then(() => exitCode)]);
    if (result !== 0) log.tell();
    return result;
  } catch (error) {
    log.tell();
    throw error;
  } finally {
    clearTimeout(limit);
    await context.close();
    await server.stop();
    profile.remove();
  }
}

/** What a test printed is marked by test/host/index.ts; the window's own log is mostly noise. */
class WindowLog {
  private testsSpoke = false;
  private readonly other: string[] = [];

  add(type: string, parts: unknown[]): void {
    const line = parts.map(String).join(' ');
    if (line.startsWith(testLineMark)) {
      this.testsSpoke = true;
      console.log(line.slice(testLineMark.length));
    } else if (type === 'error' || process.env.THULIUM_TEST_LOG === '1') this.other.push(`[${type}] ${line}`);
  }

  /** Says what the window logged, where the tests themselves did not come to say anything. */
  tell(): void {
    if (this.testsSpoke && process.env.THULIUM_TEST_LOG !== '1') return;
    for (const line of this.other.slice(-50)) console.error(line);
  }
}

process.exitCode = await code(process.argv.slice(2), process.env);
