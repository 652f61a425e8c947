import * as l10n from '@vscode/l10n';
import type { BulkState } from '../../protocol/bulk.js';
import { button, element, icon } from '../kit/controls.js';
import { checkbox, pane, select, textInput, type Drawing, type Orders } from './section.js';

/** Questions about whole columns, each answered once. */
export function drawQuestions({ questions }: BulkState, { choose }: Orders): Drawing | undefined {
  if (questions.length === 0) return undefined;
  return {
    key: questions,
    draw: () => [
      pane(
        l10n.t('Suggested Fixes'),
        ...questions.map(({ fix, text, isOn }) =>
          fix === null
            ? element('p', { class: 'remark-line warning' }, icon('warning'), element('span', {}, text))
            : checkbox({
                id: `fix-${fix.replace(' ', '-')}`,
                label: text,
                isOn,
                onChange: (next) => {
                  choose({ what: 'fix', fix, isOn: next });
                },
              }),
        ),
        ...(questions.filter(({ fix, isOn }) => fix !== null && !isOn && !fix.includes(' ')).length > 1
          ? [
              element(
                'div',
                { class: 'buttons' },
                button(
                  l10n.t('Apply All'),
                  () => {
                    choose({ what: 'allFixes' });
                  },
                  { id: 'apply-all' },
                ),
              ),
            ]
          : []),
      ),
    ],
  };
}

/** Texts that the API would refuse, each with what is sent instead. */
export function drawValues({ values, known }: BulkState, { choose }: Orders): Drawing | undefined {
  if (values.length === 0) return undefined;
  const rows = values.map(({ target, label, from, to }, index) => {
    const options = known.filter((each) => each.target === target);
    const common = {
      id: `value-${index}`,
      label: l10n.t('{0}: map {1} to', label, from),
      isLabelHidden: true,
      value: to,
      onChange: (next: string) => {
        choose({ what: 'value', target, from, to: next });
      },
    };
    const isListed = to === '' || options.some(({ value }) => value === to);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, label),
      element('td', {}, from),
      element(
        'td',
        {},
        options.length > 0 && isListed
          ? select({
              ...common,
              items: [
                ['', l10n.t('(as it is)')],
                ...options.map(({ value, label: name }) => [value, name] as const),
              ],
            })
          : textInput(common),
      ),
    );
  });
  const head = [l10n.t('Field'), l10n.t('In the file'), l10n.t('Sent as')];
  return {
    key: [values, known],
    draw: () => [
      pane(
        l10n.t('Values'),
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
