import * as l10n from '@vscode/l10n';
import type { BulkState } from '../../protocol/bulk.js';
import { button } from '../kit/button.js';
import { element } from '../kit/element.js';
import { icon } from '../kit/icons.js';
import { pane, select, type Drawing, type Orders } from './section.js';

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
                button(l10n.t('Read Again'), order('refresh'), { secondary: true, id: 'refresh' }),
              ),
              element(
                'p',
                { class: 'hint' },
                isFormatChosen ? l10n.t('As chosen by you.') : l10n.t('As detected in the file.'),
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
