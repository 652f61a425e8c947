import * as l10n from '@vscode/l10n';
import type { Activity, OutcomeView } from '../../protocol/form.js';
import { fieldLabel } from '../../messages/fields.js';
import { connectionBadge, button, element, icon, type IconName } from '../kit/controls.js';

export interface ResultActions {
  showOutput: () => void;
  restore: (updateId: string) => void;
  updateAnother: () => void;
}

type Done = Extract<Activity, { state: 'done' }>;

/** One sentence for the result, also spoken. */
export function resultHeadline({ action, outcome }: Done): string {
  const { customerId, campaignId } = outcome;
  if (outcome.error?.code === 'in-doubt') {
    return l10n.t('Unknown whether customer {0} in campaign {1} was updated', customerId, campaignId);
  }
  if (outcome.isSwitched) {
    return l10n.t('Canceled, because this window was switched to another system; nothing was sent');
  }
  if (outcome.outcome === 'cancelled') {
    return outcome.attempts === 0
      ? l10n.t('Canceled. Nothing was sent.')
      : l10n.t('Canceled. Customer {0} in campaign {1} wasn’t updated.', customerId, campaignId);
  }
  if (outcome.outcome === 'failed' && action === 'restore') {
    return l10n.t(
      'Previous values of customer {0} in campaign {1} were not restored',
      customerId,
      campaignId,
    );
  }
  if (outcome.outcome === 'failed') {
    return l10n.t('Customer {0} in campaign {1} wasn’t updated', customerId, campaignId);
  }
  return action === 'restore'
    ? l10n.t('Previous values of customer {0} in campaign {1} restored', customerId, campaignId)
    : l10n.t('Updated customer {0} in campaign {1}', customerId, campaignId);
}

/** What came of an update or of a restore. */
export function createResultPane(done: Done, actions: ResultActions): HTMLElement {
  const { outcome } = done;
  const [name, kind] = look(outcome);
  const { updateId } = outcome;
  return element(
    'section',
    { class: `pane result ${kind}`, id: 'result', 'aria-labelledby': 'result-title' },
    element('h2', { id: 'result-title' }, icon(name), element('span', {}, resultHeadline(done))),
    ...systemLine(outcome),
    ...errorLines(outcome),
    ...restoredLine(outcome),
    ...differenceLines(outcome),
    ...outcome.unchecked.map((text) => element('p', { class: 'hint' }, l10n.t('Couldn’t check {0}.', text))),
    element('p', { class: 'hint facts' }, facts(outcome)),
    element(
      'div',
      { class: 'buttons' },
      button(l10n.t('Update Another'), actions.updateAnother, { secondary: true }),
      ...(updateId === undefined || done.action === 'restore' || outcome.outcome === 'failed'
        ? []
        : [
            button(
              l10n.t('Restore previous values…'),
              () => {
                actions.restore(updateId);
              },
              { secondary: true },
            ),
          ]),
      button(l10n.t('Show output'), actions.showOutput, { secondary: true }),
    ),
  );
}

/** A bug in the extension: say at least where to look. */
export function createCrashPane(showOutput: () => void): HTMLElement {
  return element(
    'section',
    { class: 'pane result failed', id: 'result', 'aria-labelledby': 'result-title' },
    element(
      'h2',
      { id: 'result-title' },
      icon('error'),
      element('span', {}, l10n.t('Something went wrong. The record may have been updated.')),
    ),
    element('div', { class: 'buttons' }, button(l10n.t('Show output'), showOutput, { secondary: true })),
  );
}

function look({ outcome, error, differences }: OutcomeView): [IconName, string] {
  if (error?.code === 'in-doubt' || (outcome === 'updated' && differences.length > 0))
    return ['warning', 'unfinished'];
  if (outcome === 'updated') return ['pass', 'updated'];
  return outcome === 'cancelled' ? ['circle-slash', 'cancelled'] : ['error', 'failed'];
}

function errorLines({ outcome, error }: OutcomeView): HTMLElement[] {
  if (!error || (outcome === 'cancelled' && error.code === 'cancelled')) return [];
  const own = error.apiErrors.filter((text) => !error.message.includes(text));
  return [
    element('p', { class: 'message' }, error.message, ' ', element('code', {}, error.code)),
    ...(own.length === 0 ? [] : [element('ul', {}, ...own.map((text) => element('li', {}, text)))]),
  ];
}

/** Where it was sent to: the window may show another system by now. */
function systemLine({ system }: OutcomeView): HTMLElement[] {
  if (!system) return [];
  const badge = connectionBadge(system);
  return [
    element(
      'p',
      { class: 'connection-name' },
      icon('plug'),
      element('strong', {}, system.name),
      ...(badge ? [badge] : []),
    ),
  ];
}

function restoredLine({ outcome, restored }: OutcomeView): HTMLElement[] {
  if (outcome !== 'updated' || restored.length === 0) return [];
  return [element('p', {}, l10n.t('Restored: {0}.', restored.map(fieldLabel).join(', ')))];
}

function differenceLines({ outcome, differences, verified }: OutcomeView): HTMLElement[] {
  if (outcome !== 'updated') return [];
  if (differences.length === 0) {
    return verified ? [element('p', {}, l10n.t('Verified: the record matches what was sent.'))] : [];
  }
  return [
    element('p', {}, l10n.t('The record doesn’t match what was sent.')),
    element(
      'ul',
      {},
      ...differences.map(({ field, sent, found }) =>
        element(
          'li',
          {},
          l10n.t('{0}: sent {1}, now {2}', fieldLabel(field), sent, found === '' ? l10n.t('empty') : found),
        ),
      ),
    ),
  ];
}

function facts({ status, requestId, attempts, durationMs }: OutcomeView): string {
  return [
    status === undefined ? '' : `HTTP ${status}`,
    requestId === undefined ? '' : `request_id ${requestId}`,
    attempts > 1 ? l10n.t('Attempts: {0}', attempts) : '',
    attempts > 0 ? `${Math.round(durationMs)} ms` : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}
