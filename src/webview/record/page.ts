import * as l10n from '@vscode/l10n';
import type { RecordContract, RecordRow, RecordView } from '../../protocol/record.js';
import type { CallName, CallResult, Params } from '../../protocol/rpc.js';
import { fieldLabel } from '../../messages/fields.js';
import { connectionBadge, element, toggle, icon, createLiveRegion } from '../kit/controls.js';
import { createJsonPane, createRecordTable, valueText } from './recordTable.js';
import { createToolbar } from './toolbar.js';

export interface PageOptions {
  /** BCP 47. */
  language: string;
  view: RecordView;
  /** Rejects when the host does not answer. */
  call: <N extends CallName<RecordContract>>(
    name: N,
    params: Params<RecordContract, N>,
  ) => Promise<CallResult<RecordContract, N>>;
}

export interface Page {
  root: HTMLElement;
  show(view: RecordView): void;
}

/** The record page: whose record, its values with names, the JSON, and what can be done. */
export function createPage({ language, view: firstView, call }: PageOptions): Page {
  let view = firstView;
  const live = createLiveRegion();
  const connection = element('header', { class: 'connection' });
  const heading = element('h1');
  const customer = element('p', { id: 'customer' });
  const problem = element('p', { class: 'remark-line problem error', id: 'problem' });
  const empty = element('p', { class: 'hint', id: 'empty' });
  const dialing = element('p', { class: 'hint', id: 'dialing' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const clock = (at: string): string => time.format(new Date(at));

  const order = (answer: Promise<unknown>, said?: string): void => {
    answer.then(
      () => {
        if (said !== undefined) live.say(said);
      },
      () => {
        live.say(l10n.t('The editor didn’t respond. Try again, or reload the window.'));
      },
    );
  };
  const copy = (field: string | null): void => {
    const what = field === null ? 'JSON' : fieldLabel(field);
    order(call('copy', { field }), l10n.t('Copied: {0}', what));
  };
  const toolbar = createToolbar(
    {
      refresh: () => {
        order(call('refresh', {}));
      },
      watch: (on) => {
        order(call('watch', { on }));
      },
      update: () => {
        order(call('update', {}));
      },
      showOutput: () => {
        order(call('showOutput', {}));
      },
    },
    clock,
  );
  const table = createRecordTable(clock, copy);
  const json = createJsonPane(() => {
    copy(null);
  });
  const content = element(
    'div',
    { class: 'columns' },
    element('div', { class: 'column' }, table.root, dialing),
    element('div', { class: 'column' }, json.root),
  );

  function show(next: RecordView): void {
    const before = view;
    view = next;
    drawConnection(next);
    const { campaignId, customerId } = next.subject;
    heading.textContent =
      next.campaignName === undefined
        ? l10n.t('Customer {0} in campaign {1}', customerId, campaignId)
        : l10n.t('Customer {0} in campaign {1} · {2}', customerId, campaignId, next.campaignName);
    toggle(customer, next.customer !== undefined);
    customer.textContent = next.customer ?? '';
    toolbar.show(next);
    toggle(problem, next.problem !== null);
    problem.replaceChildren(icon('error'), element('span', {}, next.problem ?? ''));
    toggle(content, next.json !== '');
    toggle(empty, next.json === '' && next.problem === null);
    empty.textContent = next.reading ? l10n.t('Reading the record…') : l10n.t('Not read yet.');
    table.show(next.rows);
    toggle(dialing, next.dialing !== null);
    dialing.textContent = next.dialing === null ? '' : l10n.t('Dialer: {0}', next.dialing);
    json.show(next.json);
    announce(before, next);
  }

  function drawConnection({ connection: mark, subject }: RecordView): void {
    const badge = mark && connectionBadge(mark);
    const name = mark?.name ?? l10n.t('A connection that no longer exists ({0})', subject.connectionId);
    connection.replaceChildren(
      element('span', { class: 'connection-name' }, icon('plug'), element('strong', {}, name)),
      ...(badge ? [badge] : []),
    );
  }

  function announce(before: RecordView, next: RecordView): void {
    const changes = next.rows.filter((row) => isNewChange(row, before.rows)).map(changeText);
    if (changes.length > 0) live.say(changes.join('. '));
    else if (next.problem !== null && next.problem !== before.problem) live.say(next.problem);
    else if (before.readAt !== null && before.reading && !next.reading && next.watch.state === 'off') {
      live.say(l10n.t('Refreshed. Nothing has changed.'));
    }
  }

  const root = element(
    'main',
    {},
    connection,
    heading,
    customer,
    toolbar.root,
    problem,
    empty,
    content,
    live.root,
  );
  show(firstView);
  return { root, show };
}

function isNewChange(row: RecordRow, before: readonly RecordRow[]): boolean {
  const known = before.find((each) => each.field === row.field);
  return row.changed !== undefined && row.changed.at !== known?.changed?.at;
}

function changeText({ field, value, changed }: RecordRow): string {
  return l10n.t(
    '{0} changed from {1} to {2}',
    fieldLabel(field),
    valueText(changed?.before ?? value),
    valueText(value),
  );
}
