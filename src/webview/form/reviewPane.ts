import * as l10n from '@vscode/l10n';
import type { Review } from '../../protocol/form.js';
import { fieldLabel } from '../../messages/fields.js';
import { connectionBadge, button, element, icon, type IconName } from '../kit/controls.js';

/** What is asked before sending: whose record, its values now and after, and what cannot be promised. */
export function createReviewPane(review: Review, decide: (decision: 'send' | 'cancel') => void): HTMLElement {
  const { conflict } = review;
  const badge = connectionBadge({ production: review.production, readOnly: false });
  const title = element(
    'h2',
    { id: 'review-title', tabindex: '-1' },
    conflict.length > 0 ? l10n.t('Changed by someone else while you reviewed it') : l10n.t('Before sending'),
  );
  return element(
    'section',
    { class: 'pane review', 'aria-labelledby': 'review-title' },
    title,
    element('p', {}, whose(review), ...(badge ? [' ', badge] : [])),
    ...(conflict.length > 0 ? [conflictTable(review), element('h3', {}, l10n.t('Request Preview'))] : []),
    changesTable(review),
    ...remarks(review).map(([name, text]) =>
      element('p', { class: `remark-line ${name}` }, icon(name), element('span', {}, text)),
    ),
    element(
      'div',
      { class: 'buttons' },
      button(
        sendLabel(review),
        () => {
          decide('send');
        },
        { id: 'review-send' },
      ),
      button(
        l10n.t('Cancel'),
        () => {
          decide('cancel');
        },
        { id: 'review-cancel', secondary: true },
      ),
    ),
  );
}

function sendLabel({ conflict, production }: Review): string {
  if (conflict.length > 0) return l10n.t('Send Anyway');
  return production ? l10n.t('Send to Production') : l10n.t('Send');
}

function whose({ customer, customerId, campaign: id, campaignName, connection }: Review): string {
  const campaign = campaignName === undefined ? id : `${id} · ${campaignName}`;
  return customer === undefined
    ? l10n.t('Customer {0}, campaign {1}, on {2}', customerId, campaign, connection)
    : l10n.t('{0} (customer {1}), campaign {2}, on {3}', customer, customerId, campaign, connection);
}

function changesTable({ changes }: Review): HTMLElement {
  // That nothing is known of the values before is said once, below: no column of it.
  const isKnown = changes.some((change) => change.before !== null);
  return table(
    [l10n.t('Field'), ...(isKnown ? [l10n.t('Now')] : []), l10n.t('After')],
    changes.map((change) => ({
      changes: change.changes,
      cells: [
        fieldLabel(change.field),
        ...(isKnown ? [before(change)] : []),
        named(change.after, change.afterName),
      ],
    })),
  );
}

/** What the record was when it was shown, and what someone else made of it. */
function conflictTable({ conflict }: Review): HTMLElement {
  return table(
    [l10n.t('Field'), l10n.t('As shown'), l10n.t('Now')],
    conflict.map((change) => ({
      changes: true,
      cells: [fieldLabel(change.field), change.before, change.after].map((text) =>
        text === '' ? l10n.t('(empty)') : text,
      ),
    })),
  );
}

function table(head: readonly string[], rows: readonly { changes: boolean; cells: string[] }[]): HTMLElement {
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element(
      'tbody',
      {},
      ...rows.map(({ changes, cells: [first = '', ...rest] }) =>
        element(
          'tr',
          { class: changes ? 'changes' : undefined },
          element('th', { scope: 'row' }, first),
          ...rest.map((text) => element('td', {}, text)),
        ),
      ),
    ),
  );
}

function before(change: Review['changes'][number]): string {
  if (change.before === null) return l10n.t('not known');
  return change.before === '' ? l10n.t('(empty)') : named(change.before, change.beforeName);
}

function named(value: string, name: string | undefined): string {
  return name === undefined ? value : `${value} · ${name}`;
}

function remarks(review: Review): (readonly [IconName, string])[] {
  const found: (readonly [IconName, string])[] = [];
  if (review.nothingChanges) found.push(['info', l10n.t('No changes: the record already has these values.')]);
  if (review.inProgress) {
    found.push(['warning', l10n.t('An agent is working on this record (IN_PROGRESS).')]);
  }
  if (review.unrestorable.length > 0) {
    const fields = review.unrestorable.map(fieldLabel).join(', ');
    found.push(['warning', l10n.t('You won’t be able to restore the current value: {0}', fields)]);
  }
  for (const text of review.warnings) found.push(['warning', text]);
  for (const text of review.dialing) found.push(['info', text]);
  for (const text of review.unchecked) found.push(['info', l10n.t('Couldn’t check {0}.', text)]);
  return found;
}
