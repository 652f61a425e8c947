import * as l10n from '@vscode/l10n';
import { hidePasted } from '../../paste/secrets.js';
import { button, element, toggle, icon } from '../kit/controls.js';

export interface PasteBox {
  root: HTMLElement;
  /** Puts a text, its secrets hidden already, in place of the one that is there; null keeps that. */
  show(text: string | null, problem: string | null): void;
  focus(): void;
}

/**
 * Takes a pasted request. What is pasted is explained at once as it is, while the box already shows it with its
 * secrets hidden: they are never on the screen and never kept.
 */
export function createPasteBox(explain: (text: string) => void): PasteBox {
  const box = element('textarea', {
    id: 'paste',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'paste-hint paste-problem',
    placeholder:
      'curl -X PUT https://…/api/crm_outbounds/00001/records/441 -d \'{…}\'\nHTTP/1.1 400 Bad Request\n{"errors":[…]}',
  });
  const problem = element('p', {
    id: 'paste-problem',
    class: 'remark-line problem',
    role: 'alert',
    hidden: true,
  });
  const root = element(
    'section',
    {},
    element('label', { for: 'paste' }, l10n.t('The failed request and its response')),
    box,
    element(
      'p',
      { id: 'paste-hint', class: 'hint' },
      l10n.t(
        'Paste a curl command, an HTTP request, or log lines. Secrets are masked immediately. Nothing is stored, and only read requests are sent to your system.',
      ),
    ),
    problem,
    element(
      'div',
      { class: 'buttons' },
      button(
        l10n.t('Explain'),
        () => {
          explain(box.value);
        },
        { id: 'explain' },
      ),
    ),
  );
  box.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (pasted === '') return;
    event.preventDefault();
    const before = box.value.slice(0, box.selectionStart);
    const after = box.value.slice(box.selectionEnd);
    box.value = `${before}${hidePasted(pasted)}${after}`;
    explain(`${before}${pasted}${after}`);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      explain(box.value);
    }
  });
  return {
    root,
    show(text, why) {
      if (text !== null) box.value = text;
      problem.replaceChildren(...(why === null ? [] : [icon('error'), element('span', {}, why)]));
      toggle(problem, why !== null);
    },
    focus() {
      box.focus();
    },
  };
}
