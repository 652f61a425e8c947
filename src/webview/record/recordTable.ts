import * as l10n from '@vscode/l10n';
import type { RecordRow, RecordValue } from '../../protocol/record.js';
import { fieldLabel } from '../../messages/fields.js';
import { element, iconButton } from '../kit/controls.js';

interface DrawnRow {
  root: HTMLElement;
  draw(row: RecordRow): void;
}

/** A value with what it stands for, or that there is none. */
export function valueText({ text, name }: RecordValue): string {
  if (text === '') return l10n.t('(empty)');
  return name === undefined ? text : `${text} · ${name}`;
}

/**
 * The record's values, a row a key. Rows stay in place between readings, so that the focus and a
 * selection are kept.
 */
export function createRecordTable(
  clock: (at: string) => string,
  copy: (field: string) => void,
): { root: HTMLElement; show(rows: readonly RecordRow[]): void } {
  const head = [l10n.t('Field'), l10n.t('Value')].map((text) => element('th', { scope: 'col' }, text));
  const body = element('tbody');
  const drawn = new Map<string, DrawnRow>();
  const root = element(
    'table',
    { class: 'record', 'aria-label': l10n.t('Values of the record') },
    element('thead', {}, element('tr', {}, ...head, element('td'))),
    body,
  );
  return {
    root,
    show(rows) {
      const fields = new Set(rows.map(({ field }) => field));
      for (const [field, row] of drawn) {
        if (!fields.has(field)) {
          row.root.remove();
          drawn.delete(field);
        }
      }
      for (const row of rows) {
        let found = drawn.get(row.field);
        if (!found) {
          found = createRow(row.field, clock, copy);
          drawn.set(row.field, found);
          body.append(found.root);
        }
        found.draw(row);
      }
    },
  };
}

function createRow(field: string, clock: (at: string) => string, copy: (field: string) => void): DrawnRow {
  const label = fieldLabel(field);
  const value = element('td');
  const name = label === field ? [element('code', {}, field)] : [label, ' ', element('code', {}, field)];
  const copyButton = iconButton('copy', l10n.t('Copy {0}', label), () => {
    copy(field);
  });
  const root = element(
    'tr',
    { 'data-field': field },
    element('th', { scope: 'row' }, ...name),
    value,
    element('td', { class: 'row-action' }, copyButton),
  );
  let shown = '';
  return {
    root,
    draw(row) {
      const key = JSON.stringify(row);
      if (key === shown) return;
      shown = key;
      root.classList.toggle('changed', row.changed !== undefined);
      value.replaceChildren(
        element('div', { class: row.value.text === '' ? 'value hint' : 'value' }, valueText(row.value)),
      );
      if (row.changed) {
        value.append(
          element(
            'div',
            { class: 'was' },
            l10n.t('changed at {0} (was {1})', clock(row.changed.at), valueText(row.changed.before)),
          ),
        );
      }
    },
  };
}

/** The record as the API returned it. */
export function createJsonPane(copy: () => void): { root: HTMLElement; show(json: string): void } {
  const text = element('pre', { id: 'json', tabindex: '0', 'aria-labelledby': 'json-title' });
  return {
    root: element(
      'section',
      { class: 'pane', 'aria-labelledby': 'json-title' },
      element(
        'div',
        { class: 'pane-title' },
        element('h2', { id: 'json-title' }, 'JSON'),
        iconButton('copy', l10n.t('Copy {0}', 'JSON'), copy),
      ),
      text,
    ),
    show(json) {
      if (text.textContent !== json) text.textContent = json;
    },
  };
}
