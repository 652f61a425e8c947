import { harmless, type Console } from './console.js';
import * as l10n from '@vscode/l10n';
import type { TestResult, TestRun } from './testRun.js';

/** What `--reporter` takes. */
export const reporterNames = ['spec', 'junit', 'json'] as const;
export type ReporterName = (typeof reporterNames)[number];

/** The whole run as one text, for a file or the standard output; `spec` is for people. */
export const reports: Record<ReporterName, (run: TestRun, console: Console) => string> = {
  spec: specReport,
  junit: junitReport,
  json: (run, console) => `${console.jsonText(jsonReport(run))}\n`,
};

/** How many tests ended how. */
export function countStates(results: readonly TestResult[]): Record<TestResult['state'], number> {
  const counts = { passed: 0, failed: 0, error: 0, skipped: 0 };
  for (const { state } of results) counts[state]++;
  return counts;
}

/** One test as a line, with the reason below. */
export function specLines({
  state,
  name,
  durationMs,
  line,
  file,
  message,
  expected,
  actual,
}: TestResult): string {
  const mark = { passed: '✓', failed: '✗', error: '✗', skipped: '-' }[state];
  const time = state === 'skipped' ? '' : ` (${durationMs} ms)`;
  const rows = [`  ${mark} ${oneLine(name)}${time}`];
  if (message !== undefined) rows.push(`      ${oneLine(message)}`, `      ${oneLine(file)}:${line}`);
  if (expected) rows.push(`      ${l10n.t('expected: {0}', JSON.stringify(expected))}`);
  if (actual) rows.push(`      ${l10n.t('actual: {0}', JSON.stringify(actual))}`);
  return rows.join('\n');
}

/** The last line of a run. */
export function specSummary(results: readonly TestResult[]): string {
  const { passed, failed, error, skipped } = countStates(results);
  return l10n.t('{0} passed, {1} failed, {2} skipped', passed, failed + error, skipped);
}

function specReport({ system, results }: TestRun, console: Console): string {
  const lines = [system];
  let file: string | undefined;
  for (const result of results) {
    if (result.file !== file) lines.push(oneLine(result.file));
    file = result.file;
    lines.push(specLines(result));
  }
  return `${console.clean([...lines, specSummary(results)].join('\n'))}\n`;
}

function jsonReport({ system, startedAt, durationMs, results }: TestRun): object {
  const { passed, failed, error, skipped } = countStates(results);
  return {
    system,
    startedAt: startedAt.toISOString(),
    durationMs,
    total: results.length,
    passed,
    failed,
    errors: error,
    skipped,
    tests: results,
  };
}

/** JUnit's XML as Jenkins, GitLab and GitHub's actions read it: a suite each file, a test case each test. */
function junitReport({ system, startedAt, durationMs, results }: TestRun, console: Console): string {
  const files = [...new Set(results.map(({ file }) => file))];
  const suites = files.map((file) =>
    suite(
      file,
      system,
      startedAt,
      results.filter((each) => each.file === file),
    ),
  );
  const counts = countAttributes(results);
  const root = `<testsuites name="thulium-records" ${counts} time="${seconds(durationMs)}">`;
  const text = ['<?xml version="1.0" encoding="UTF-8"?>', root, ...suites, '</testsuites>', ''].join('\n');
  return console.redactor.redact(text);
}

function suite(file: string, system: string, startedAt: Date, results: readonly TestResult[]): string {
  const total = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  // The schema's dates have neither fractions nor a zone.
  const at = startedAt.toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length);
  return [
    `<testsuite name="${xml(file)}" ${countAttributes(results, true)} time="${seconds(total)}" timestamp="${at}">`,
    `<properties><property name="system" value="${xml(system)}"/></properties>`,
    ...results.map((each) => testCase(each)),
    '</testsuite>',
  ].join('\n');
}

function testCase({
  file,
  line,
  name,
  state,
  durationMs,
  message,
  failure,
  expected,
  actual,
}: TestResult): string {
  const classname = file
    .replace(/\.thulium\.json$/, '')
    .replaceAll('\\', '/')
    .replaceAll('/', '.');
  const open = `<testcase name="${xml(name)}" classname="${xml(classname)}" time="${seconds(durationMs)}" file="${xml(file)}" line="${line}"`;
  if (state === 'passed') return `${open}/>`;
  if (state === 'skipped') return `${open}><skipped/></testcase>`;
  const tag = state === 'failed' ? 'failure' : 'error';
  const type = failure?.code ?? state;
  const facts = [
    message ?? '',
    `${file}:${line}`,
    ...(expected ? [l10n.t('expected: {0}', JSON.stringify(expected))] : []),
    ...(actual ? [l10n.t('actual: {0}', JSON.stringify(actual))] : []),
  ].join('\n');
  return `${open}><${tag} message="${xml(message ?? '')}" type="${xml(type)}">${xml(facts)}</${tag}></testcase>`;
}

function countAttributes(results: readonly TestResult[], withSkipped = false): string {
  const { failed, error, skipped } = countStates(results);
  const counts = `tests="${results.length}" failures="${failed}" errors="${error}"`;
  return withSkipped ? `${counts} skipped="${skipped}"` : counts;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text fit for XML 1.0: control characters, which no escape makes legal, are written out. */
function xml(text: string): string {
  return text
    .split('\n')
    .map(harmless)
    .join('\n')
    .replace(/[\ud800-\udfff\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (each) => entities[each] ?? each);
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
