import * as l10n from '@vscode/l10n';
import type { ConnectionView } from '../../protocol/form.js';
import { connectionBadge, button, element, icon } from '../kit/controls.js';

export interface ConnectionActions {
  addConnection: () => void;
  switchConnection: () => void;
  startSimulator: () => void;
}

/** Where updates would go: the connection with its marks, or an invitation when there is none. */
export function createConnectionBar(actions: ConnectionActions): {
  root: HTMLElement;
  show(connection: ConnectionView | null): void;
} {
  const root = element('header', { class: 'connection' });
  return {
    root,
    show(connection) {
      root.replaceChildren(...(connection ? present(connection, actions) : invite(actions)));
      root.classList.toggle('empty', connection === null);
    },
  };
}

function present(connection: ConnectionView, actions: ConnectionActions): HTMLElement[] {
  const badge = connectionBadge(connection);
  return [
    element('span', { class: 'connection-name' }, icon('plug'), element('strong', {}, connection.name)),
    ...(badge ? [badge] : []),
    element('span', { class: 'hint' }, `${connection.address} · ${connection.username}`),
    button(l10n.t('Switch…'), actions.switchConnection, { secondary: true }),
  ];
}

function invite(actions: ConnectionActions): HTMLElement[] {
  return [
    element(
      'div',
      { class: 'invitation' },
      element('strong', {}, l10n.t('No connection is active in this window.')),
      element(
        'p',
        {},
        l10n.t('Try everything on a local simulator without an account, or add your own connection.'),
      ),
      element(
        'div',
        { class: 'buttons' },
        button(l10n.t('Start Local Simulator'), actions.startSimulator),
        button(l10n.t('Add Connection…'), actions.addConnection, { secondary: true }),
        button(l10n.t('Select…'), actions.switchConnection, { secondary: true }),
      ),
    ),
  ];
}
