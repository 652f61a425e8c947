import * as l10n from '@vscode/l10n';
import type { BulkState } from '../../protocol/bulk.js';
import { button, setDisabled, element, icon } from '../kit/controls.js';
import { checkbox, lineList, pane, type Drawing, type Orders } from './section.js';

/** Counts and what can be restored. */
export function drawPlan(
  { plan, reading, options, isLocked }: BulkState,
  { choose, order }: Orders,
): Drawing {
  const tick = (option: keyof typeof options, label: string): HTMLElement =>
    checkbox({
      id: `option-${option}`,
      label,
      isOn: options[option],
      onChange: (isOn) => {
        choose({ what: 'option', option, isOn });
      },
    });
  return {
    key: [plan, reading, options, isLocked],
    draw: () => [
      pane(
        l10n.t('Plan'),
        ...(reading === null ? [] : [readingLine(reading)]),
        ...(plan ? [lineList(plan.counts), lineList(plan.restorable)] : []),
        ...(isLocked && reading === null ? lockedLines(order('refresh')) : []),
        tick('rememberBefore', l10n.t('Save current values so they can be restored')),
        tick('includeInWork', l10n.t('Include records an agent is working on')),
        tick('includeDoNotCall', l10n.t('Include records that leave Do not call')),
        tick('sendDuplicates', l10n.t('Send duplicate rows too, in order')),
      ),
    ],
  };
}

/** The first problems; all of them are in the file to fix. */
export function drawProblems({ plan }: BulkState, { order }: Orders): Drawing | undefined {
  if (!plan || plan.problems.length === 0) return undefined;
  return { key: plan, draw: () => [problemsPane(plan, order('showProblems'))] };
}

function lockedLines(enter: () => void): HTMLElement[] {
  const kind = 'warning';
  const text = l10n.t('The password isn’t known here, so nothing was checked in Thulium.');
  return [
    lineList([{ kind, text }]),
    element('div', { class: 'buttons' }, button(l10n.t('Enter Password…'), enter, { id: 'enter-password' })),
  ];
}

function readingLine(reading: string): HTMLElement {
  return element(
    'div',
    { class: 'reading' },
    element('progress', { 'aria-hidden': 'true' }),
    element('span', { class: 'hint' }, reading),
  );
}

function problemsPane(plan: NonNullable<BulkState['plan']>, show: () => void): HTMLElement {
  return pane(
    l10n.t('Problems'),
    element(
      'ul',
      { class: 'lines scroll', tabindex: '0', 'aria-label': l10n.t('Problems') },
      ...plan.problems.map(({ line, severity, text }) =>
        element(
          'li',
          { class: `remark-line ${severity}` },
          icon(severity),
          element('span', {}, l10n.t('Line {0}: {1}', line, text)),
        ),
      ),
    ),
    ...(plan.moreProblems > 0
      ? [element('p', { class: 'hint' }, l10n.t('More rows with problems: {0}', plan.moreProblems))]
      : []),
    element(
      'div',
      { class: 'buttons' },
      button(l10n.t('Show in the File'), show, { secondary: true, id: 'show-problems' }),
    ),
  );
}

/** What can be done with the plan. */
export function drawActions(
  { plan, connection, isLocked, reading, isBusy, run, outcome, toFixFile }: BulkState,
  { order }: Orders,
): Drawing | undefined {
  if (!plan || run) return undefined;
  const isReady = connection !== null && !connection.readOnly && !isLocked && !isBusy && plan.send > 0;
  return {
    key: [plan.send, plan.hasToFix, connection, isLocked, reading, isBusy, outcome !== null, toFixFile],
    draw: () => {
      const send = button(
        sendLabel(plan.sendRows, connection?.production === true, outcome !== null),
        order('send'),
        // What has just been sent should not be sent again by a hurried press.
        { id: 'send', secondary: outcome !== null },
      );
      const tryOne = button(l10n.t('Send One Row First'), order('tryOne'), {
        id: 'try-one',
        secondary: true,
      });
      const save = button(l10n.t('Export Rows with Errors'), order('saveToFix'), {
        id: 'save-to-fix',
        secondary: true,
      });
      setDisabled(send, !isReady || reading !== null);
      setDisabled(tryOne, !isReady || reading !== null);
      setDisabled(save, isBusy);
      return [
        element('div', { class: 'buttons' }, send, tryOne, ...(plan.hasToFix ? [save] : [])),
        ...(toFixFile === null
          ? []
          : [element('p', { class: 'hint' }, l10n.t('Exported to {0}.', toFixFile))]),
      ];
    },
  };
}

/** @param rows how many, with their noun */
function sendLabel(rows: string, isProduction: boolean, isRepeated: boolean): string {
  if (isProduction)
    return isRepeated ? l10n.t('Send {0} to Production Again', rows) : l10n.t('Send {0} to Production', rows);
  return isRepeated ? l10n.t('Send {0} Again', rows) : l10n.t('Send {0}', rows);
}

/** What trying one row has shown. */
export function drawTried({ tried }: BulkState): Drawing | undefined {
  if (tried.length === 0) return undefined;
  return { key: tried, draw: () => [pane(l10n.t('Result of One Row'), lineList(tried))] };
}

/** The first rows as they will be sent. */
export function drawPreview({ preview }: BulkState): Drawing | undefined {
  if (preview.length === 0) return undefined;
  const head = [l10n.t('Line'), l10n.t('Record'), l10n.t('Body')];
  const rows = preview.map(({ line, request, body, problem }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, String(line)),
      element('td', {}, element('code', {}, request)),
      element(
        'td',
        {},
        element('code', {}, body),
        ...(problem === null
          ? []
          : [element('p', { class: 'remark-line warning' }, icon('warning'), element('span', {}, problem))]),
      ),
    ),
  );
  return {
    key: preview,
    draw: () => [
      pane(
        l10n.t('Preview'),
        element(
          'table',
          { class: 'preview' },
          element(
            'thead',
            {},
            element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text))),
          ),
          element('tbody', {}, ...rows),
        ),
      ),
    ],
  };
}
