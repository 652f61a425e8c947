import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { openReport, type Report } from '../support/editor/report.js';

/**
 * Called by VS Code in its extension host: runs every built test beside this file and rejects when one fails.
 * `THULIUM_TEST_GREP` selects tests by name, `THULIUM_TEST_FILE` files by a part of their path;
 * counts and the titles of what passed are written as JSON to the path in `THULIUM_TEST_SUMMARY`.
 */
export async function run(): Promise<void> {
  const report = await openReport(process.env);
  try {
    await runTests(report);
    await report.end(0);
  } catch (error) {
    report.print(String(error));
    await report.end(1);
    throw error;
  }
}

async function runTests(report: Report): Promise<void> {
  const { THULIUM_TEST_GREP: grep, THULIUM_TEST_FILE: part, THULIUM_TEST_SUMMARY: summary } = process.env;
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 30_000,
    forbidOnly: true,
    ...(grep === undefined ? {} : { grep }),
  });
  // Hundreds of messages would pile up in the window and slow every test after them.
  mocha.suite.afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
  for (const file of readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).sort())
    if (file.endsWith('.test.js') && file.includes(part ?? ''))
      mocha.addFile(join(import.meta.dirname, file));
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    report.print(format(...parts));
  };
  await mocha.loadFilesAsync();
  const titles: string[] = [];
  const counts = await new Promise<{ passed: number; failed: number }>((resolve) => {
    const runner = mocha.run((failed) => {
      resolve({ passed: runner.stats?.passes ?? 0, failed });
    });
    runner.on('pass', (test) => {
      titles.push(test.fullTitle());
    });
  });
  if (summary !== undefined) writeFileSync(summary, JSON.stringify({ ...counts, titles }));
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed.`);
  if (counts.passed === 0 && grep === undefined) throw new Error('No test ran.');
}
