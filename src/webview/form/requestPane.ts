import * as l10n from '@vscode/l10n';
import type { RequestPreview } from '../../protocol/form.js';
import { element } from '../kit/element.js';

/** The request that Send would send, as text. */
export function createRequestPane(): { root: HTMLElement; show(preview: RequestPreview | null): void } {
  const text = element('pre', { id: 'request', tabindex: '0', 'aria-label': l10n.t('Request') });
  const root = element(
    'section',
    { class: 'pane', 'aria-labelledby': 'request-title' },
    element('h2', { id: 'request-title' }, l10n.t('Request')),
    text,
  );
  return {
    root,
    show(preview) {
      root.classList.toggle('empty', preview === null);
      text.replaceChildren(...(preview ? lines(preview) : [l10n.t('Shown here as soon as it is complete.')]));
    },
  };
}

function lines({ method, url, headers, body }: RequestPreview): (Node | string)[] {
  return [
    element('span', { class: 'method' }, method),
    ` ${url}\n`,
    ...headers.flatMap(([name, value]) => [element('span', { class: 'header' }, `${name}:`), ` ${value}\n`]),
    '\n',
    body,
  ];
}
