import * as l10n from '@vscode/l10n';
import { shown } from '../../core/foreign.js';
import { systemStatuses, type CampaignStatus } from '../../core/record.js';
import type { RecordFilter } from '../../protocol/form.js';
import { systemStatusLabel } from '../../messages/statuses.js';
import { element } from '../kit/element.js';

/** Which of a campaign's records the customer field offers. */
export interface RecordFilterBox {
  root: HTMLElement;
  readonly current: RecordFilter;
  /** The statuses of the campaign, as soon as they are known. */
  showStatuses(statuses: readonly CampaignStatus[]): void;
}

interface Row {
  value: string;
  label: string;
  filter: RecordFilter;
}

export function createRecordFilter(onChange: () => void): RecordFilterBox {
  const label = l10n.t('Records offered');
  const select = element('select', { 'aria-label': label });
  const root = element('div', { class: 'search-row' }, element('span', { class: 'hint' }, label), select);
  let rows: readonly Row[] = [];

  function draw(statuses: readonly CampaignStatus[]): void {
    const chosen = select.value;
    rows = filterRows(statuses);
    const selected = rows.some((row) => row.value === chosen) ? chosen : '';
    select.replaceChildren(
      ...rows.map(({ value, label: text }) =>
        element('option', { value, selected: value === selected }, text),
      ),
    );
  }

  draw([]);
  select.addEventListener('change', onChange);
  return {
    root,
    get current() {
      return rows.find((row) => row.value === select.value)?.filter ?? {};
    },
    showStatuses: draw,
  };
}

function filterRows(statuses: readonly CampaignStatus[]): Row[] {
  return [
    { value: '', label: l10n.t('All'), filter: {} },
    ...systemStatuses.map((systemStatus) => ({
      value: systemStatus,
      label: l10n.t('System status: {0}', systemStatusLabel(systemStatus)),
      filter: { systemStatus },
    })),
    ...statuses.map(({ status_id, name }) => ({
      value: `status ${status_id}`,
      label: l10n.t('Status: {0}', shown(name)),
      filter: { statusId: status_id },
    })),
  ];
}
