import * as l10n from '@vscode/l10n';
import { element } from '../kit/element.js';
import { iconButton } from '../kit/iconButton.js';

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
