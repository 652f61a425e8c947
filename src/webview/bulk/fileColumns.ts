import * as l10n from '@vscode/l10n';
import { type BulkState, constantNames, type BulkTarget } from '../../protocol/bulk.js';
import { button, element, icon } from '../kit/controls.js';
import { pane, select, type Drawing, type Orders, textInput } from './section.js';
import { fieldLabel } from '../../messages/fields.js';

/** How the file is written, and why it cannot be used. */
export function drawFile(
  { format, isFormatChosen, fileProblem }: BulkState,
  encodings: readonly string[],
  { choose, order }: Orders,
): Drawing {
  return {
    key: [format, isFormatChosen, fileProblem],
    draw: () => [
      pane(
        l10n.t('File'),
        ...(format
          ? [
              element(
                'div',
                { class: 'row' },
                select({
                  id: 'encoding',
                  label: l10n.t('Encoding'),
                  value: format.encoding,
                  items: encodings.map((each) => [each, each]),
                  onChange: (value) => {
                    choose({ what: 'encoding', value });
                  },
                }),
                ...(format.kind === 'csv' ? [delimiterSelect(format.delimiter, choose)] : []),
                button(l10n.t('Refresh'), order('refresh'), { secondary: true, id: 'refresh' }),
              ),
              element(
                'p',
                { class: 'hint' },
                isFormatChosen ? l10n.t('Selected by you.') : l10n.t('Detected automatically.'),
              ),
            ]
          : []),
        ...(fileProblem === null
          ? []
          : [element('p', { class: 'remark-line error' }, icon('error'), element('span', {}, fileProblem))]),
      ),
    ],
  };
}

function delimiterSelect(value: string, choose: Orders['choose']): HTMLElement {
  return select({
    id: 'delimiter',
    label: l10n.t('Delimiter'),
    value,
    items: [
      [';', l10n.t('semicolon ;')],
      [',', l10n.t('comma ,')],
      ['\t', l10n.t('tab')],
    ],
    onChange: (next) => {
      choose({ what: 'delimiter', value: next });
    },
  });
}

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
        element('summary', { id: 'constants' }, l10n.t('Default Values')),
        element('p', { class: 'hint' }, l10n.t('Used when a row has no value.')),
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
