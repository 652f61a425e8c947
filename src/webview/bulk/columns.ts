import * as l10n from '@vscode/l10n';
import { constantNames, type BulkState, type BulkTarget } from '../../protocol/bulk.js';
import { fieldLabel } from '../../messages/fields.js';
import { element } from '../kit/element.js';
import { pane, select, textInput, type Drawing, type Orders } from './section.js';

const targets: readonly BulkTarget[] = [
  'campaign_id',
  'customer_id',
  'status_id',
  'dictionary_status_id',
  'agent_login',
  'next_call_date',
  'order',
  'phone_number',
  'nip',
  'email',
  'identifier',
];

function nameOf(target: BulkTarget): string {
  switch (target) {
    case 'phone_number':
      return l10n.t('Find customer by phone number');
    case 'nip':
      return l10n.t('Find customer by tax number');
    case 'email':
      return l10n.t('Find customer by email');
    case 'identifier':
      return l10n.t('Find customer by own identifier');
    default:
  }
  return fieldLabel(target === 'campaign_id' ? 'campaignId' : target);
}

/** Which column gives which parameter. */
export function drawColumns({ columns }: BulkState, { choose }: Orders): Drawing | undefined {
  if (columns.length === 0) return undefined;
  const head = [l10n.t('Column'), l10n.t('First values'), l10n.t('Sent as')];
  const rows = columns.map(({ name, target, sample }, index) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      element('td', { class: 'sample' }, sample),
      element(
        'td',
        {},
        select({
          id: `column-${index}`,
          label: l10n.t('Column {0} is sent as', name),
          isLabelHidden: true,
          value: target ?? '',
          items: [['', l10n.t('(not sent)')], ...targets.map((each) => [each, nameOf(each)] as const)],
          onChange: (value) => {
            choose({ what: 'column', column: name, target: targets.find((each) => each === value) ?? null });
          },
        }),
      ),
    ),
  );
  return {
    key: columns,
    draw: () => [
      pane(
        l10n.t('Columns'),
        element(
          'table',
          {},
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

/** Values for every row whose own cell is blank or missing. */
export function drawConstants({ constants, columns }: BulkState, { choose }: Orders): Drawing | undefined {
  if (columns.length === 0) return undefined;
  const isUsed = Object.values(constants).some((value) => value !== '');
  return {
    key: constants,
    draw: () => [
      element(
        'details',
        { class: 'pane', open: isUsed },
        element('summary', { id: 'constants' }, l10n.t('The same value for all rows')),
        element('p', { class: 'hint' }, l10n.t('Taken where a row has no value of its own.')),
        element(
          'div',
          { class: 'grid' },
          ...constantNames.map((target) =>
            textInput({
              id: `constant-${target}`,
              label: `${nameOf(target)} (${target})`,
              value: constants[target],
              onChange: (value) => {
                choose({ what: 'constant', target, value });
              },
            }),
          ),
        ),
      ),
    ],
  };
}
