import * as l10n from '@vscode/l10n';
import type { RecordView } from '../../protocol/record.js';
import { button, setDisabled, element } from '../kit/controls.js';

export interface ToolbarActions {
  refresh: () => void;
  watch: (on: boolean) => void;
  update: () => void;
  showOutput: () => void;
}

/** What can be done with the record, and how fresh it is. `clock` words a moment. */
export function createToolbar(
  actions: ToolbarActions,
  clock: (at: string) => string,
): { root: HTMLElement; show(view: RecordView): void } {
  let watching = false;
  const update = button(l10n.t('Update…'), actions.update, { id: 'update' });
  const refresh = button(l10n.t('Refresh'), actions.refresh, { id: 'refresh', secondary: true });
  const watch = button(
    '',
    () => {
      actions.watch(!watching);
    },
    { id: 'watch', secondary: true },
  );
  const output = button(l10n.t('Show Output'), actions.showOutput, { id: 'output', secondary: true });
  const freshness = element('p', { class: 'hint', id: 'freshness' });

  return {
    root: element(
      'div',
      { class: 'toolbar' },
      element('div', { class: 'buttons' }, update, refresh, watch, output),
      freshness,
    ),
    show(view) {
      watching = view.watch.state !== 'off';
      const label = watching ? l10n.t('Stop Watching') : l10n.t('Watch');
      if (watch.textContent !== label) watch.textContent = label;
      setDisabled(refresh, view.reading && !watching);
      setDisabled(update, view.connection === null || view.connection.readOnly);
      freshness.textContent = [
        view.readAt === null ? '' : l10n.t('Last refreshed {0}.', clock(view.readAt)),
        watchText(view),
      ]
        .filter((text) => text !== '')
        .join(' ');
    },
  };
}

function watchText({ watch }: RecordView): string {
  switch (watch.state) {
    case 'off':
      return '';
    case 'on':
      return l10n.t('Refreshing every {0} s while visible.', watch.everySeconds);
    case 'backing-off':
      return l10n.t('Retrying in {0} s.', watch.seconds);
    case 'stopped':
      return l10n.t('Watching has stopped. Select Refresh to try again.');
  }
}
