import * as l10n from '@vscode/l10n';
import type { BulkState } from '../../protocol/bulk.js';
import { element } from '../kit/element.js';
import { icon } from '../kit/icons.js';
import { pane, type Drawing } from './section.js';

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
        l10n.t('The first rows as they will be sent'),
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
