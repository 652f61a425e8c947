import * as l10n from '@vscode/l10n';
import type { ConnectionView, Phase } from '../../protocol/form.js';
import { connectionBadge, button, setDisabled, element, toggle } from '../kit/controls.js';

export interface ActionBarActions {
  send: (review: boolean) => void;
  cancel: () => void;
}

/** Send, review, cancel, and how far a request is. */
export interface ActionBar {
  root: HTMLElement;
  showConnection: (connection: ConnectionView | null) => void;
  /** What is under way, in words; undefined for nothing. */
  showBusy: (text: string | undefined) => void;
  /** A remark about the update as a whole; '' for none. */
  showRemark: (text: string) => void;
}

/** A phase in words. */
export function phaseText(phase: Phase): string {
  const { name, attempt = 1, waitSeconds = 0 } = phase;
  switch (name) {
    case 'checking':
    case 'reviewing':
      return l10n.t('Checking the record…');
    case 'sending':
      return attempt > 1 ? l10n.t('Sending, attempt {0}…', attempt) : l10n.t('Sending…');
    case 'waiting':
      return l10n.t('Retrying in {0} s…', Math.ceil(waitSeconds));
    case 'verifying':
      return l10n.t('Verifying the record…');
    case 'restoring':
      return l10n.t('Restoring previous values…');
  }
}

export function createActionBar(actions: ActionBarActions): ActionBar {
  let busy = false;
  let connection: ConnectionView | null = null;
  const send = button(
    l10n.t('Send'),
    () => {
      actions.send(false);
    },
    { id: 'send' },
  );
  const review = button(
    l10n.t('Preview Changes'),
    () => {
      actions.send(true);
    },
    { id: 'compare', secondary: true },
  );
  const cancel = button(l10n.t('Cancel'), actions.cancel, { id: 'cancel', secondary: true });
  const badge = element('span', { class: 'badge-place' });
  const remark = element('div', { class: 'problems', id: 'send-remark' });
  const refusal = element('div', { class: 'hint', id: 'send-refusal', hidden: true });
  const progress = element('progress', { 'aria-label': l10n.t('Progress') });
  const phaseLine = element('span', { class: 'hint' });
  const working = element('div', { class: 'working', hidden: true }, progress, phaseLine);
  send.setAttribute('aria-describedby', `${remark.id} ${refusal.id}`);
  send.title = l10n.t('Ctrl+Enter or Cmd+Enter');
  cancel.title = l10n.t('Escape');

  function draw(): void {
    const possible = connection !== null && !connection.readOnly;
    toggle(refusal, connection?.readOnly === true);
    refusal.textContent =
      connection?.readOnly === true
        ? l10n.t(
            'Nothing can be sent: connection “{0}” is read-only. Switch connections, or edit this one to allow updates.',
            connection.name,
          )
        : '';
    setDisabled(send, busy || !possible);
    setDisabled(review, busy || !possible);
    toggle(cancel, busy);
    toggle(working, busy);
    const mark = connection && connectionBadge(connection);
    badge.replaceChildren(...(mark ? [mark] : []));
  }

  draw();
  return {
    root: element(
      'div',
      { class: 'actions' },
      remark,
      refusal,
      working,
      element('div', { class: 'buttons' }, send, review, cancel, badge),
    ),
    showConnection(next) {
      connection = next;
      draw();
    },
    showBusy(text) {
      busy = text !== undefined;
      phaseLine.textContent = text ?? '';
      draw();
    },
    showRemark(text) {
      remark.textContent = text;
    },
  };
}
