import * as l10n from '@vscode/l10n';
import type { BulkState } from '../../protocol/bulk.js';
import { button, element, icon } from '../kit/controls.js';
import type { Drawing, Orders, OrderName } from './section.js';

/** The run under way. */
export function drawRun({ run }: BulkState, { order }: Orders): Drawing | undefined {
  if (!run) return undefined;
  return {
    key: run.paused,
    draw: () => [
      element(
        'section',
        { class: 'pane running', 'aria-labelledby': 'run-title' },
        element('h2', { id: 'run-title' }, l10n.t('Sending')),
        element('progress', { max: '100', 'aria-label': l10n.t('Rows done') }),
        element('p', { id: 'run-text' }),
        element(
          'div',
          { class: 'buttons' },
          run.paused
            ? button(l10n.t('Resume'), order('resume'), { id: 'pause' })
            : button(l10n.t('Pause'), order('pause'), { id: 'pause' }),
          button(l10n.t('Cancel'), order('cancel'), { id: 'cancel', secondary: true }),
        ),
      ),
    ],
    update: (root) => {
      root.querySelector('progress')?.setAttribute('value', String(run.percent));
      root.querySelector('#run-text')?.replaceChildren(run.text);
    },
  };
}

/** How the run ended, and what can be done next. */
export function drawOutcome({ outcome, run }: BulkState, { order }: Orders): Drawing | undefined {
  if (!outcome || run) return undefined;
  const { kind, headline, message, canOpen, canResume, canRetry, canRestore } = outcome;
  const primary: OrderName = canResume ? 'resume' : 'openResults';
  const next = (isOffered: boolean, label: string, name: OrderName): HTMLElement[] =>
    isOffered ? [button(label, order(name), { id: `outcome-${name}`, secondary: name !== primary })] : [];
  return {
    key: outcome,
    draw: () => [
      element(
        'section',
        { class: `pane ended ${kind}`, id: 'outcome', 'aria-labelledby': 'outcome-title' },
        element(
          'h2',
          { id: 'outcome-title', class: 'remark-line' },
          icon(kind === 'good' ? 'pass' : kind),
          element('span', {}, headline),
        ),
        ...(message === null ? [] : [element('p', {}, message)]),
        element(
          'div',
          { class: 'buttons' },
          ...next(canOpen, l10n.t('Open Results'), 'openResults'),
          ...next(canResume, l10n.t('Resume'), 'resume'),
          ...next(canRetry, l10n.t('Retry Failed Rows'), 'retry'),
          ...next(canRestore, l10n.t('Restore…'), 'restore'),
          ...next(true, l10n.t('Show Output'), 'showOutput'),
        ),
      ),
    ],
  };
}
