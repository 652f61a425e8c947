import * as vscode from 'vscode';
import { checkCustomerId } from '../../core/ids.js';
import { systemStatuses } from '../../core/record.js';
import { absentRecord } from '../../thulium/sendUpdate.js';
import { recordsPageLimit } from '../../thulium/types.js';
import { countOf } from '../../messages/plural.js';
import { wordFailure } from '../../messages/failures.js';
import { firstErrorText } from '../../messages/problems.js';
import { systemStatusLabel } from '../../messages/fields.js';
import { pickTypeOrAct, type Choices, type PickOrTypeOptions } from '../quickInput/pickOrType.js';
import type { StepFrame, StepResult } from '../quickInput/step.js';
import type { Access } from '../services.js';
import { otherSystemStatus, recordChoice } from './campaignStep.js';
import { findCustomer } from './customerSearch.js';
import { showQuickPick, value, type Row } from '../door.js';

/** What the step reads and writes. */
interface RecordDraft {
  campaignId?: string;
  customerId?: string;
}

/** How long the step waits to hear whether there is such a record, in milliseconds. */
const absenceMs = 3000;

interface RecordFilter {
  statusIds: string[];
  systemStatuses: string[];
}

interface FilterRow extends Row {
  statusId?: string;
  systemStatus?: string;
}

/** In words, that the system itself says that there is no such record; whatever else it answers is told later. */
export async function absenceOf(
  { client }: Pick<Access, 'client'>,
  record: { campaignId: string; customerId: string },
): Promise<string | undefined> {
  const options = { deadlineMs: absenceMs, maxAttempts: 1, skipForbidden: true };
  const failure = absentRecord(record, await client.getRecord(record.campaignId, record.customerId, options));
  return failure && wordFailure(failure).message;
}

/**
 * Asks whose record: from the campaign's records, a page at a time and filtered by status, from a search by
 * what else is known of the customer, or typed.
 */
export class CustomerStep {
  private filter: RecordFilter = { statusIds: [], systemStatuses: [] };
  /** Customers whose records were in the list. */
  private readonly listed = new Set<string>();

  constructor(
    private readonly access: Access,
    private readonly draft: RecordDraft,
  ) {}

  async ask(frame: StepFrame): Promise<StepResult<string>> {
    let refused: PickOrTypeOptions['refused'];
    for (;;) {
      const result = await this.pick(frame, refused);
      if (result.kind !== 'value') return result;
      if ('value' in result.value) {
        const { value } = result.value;
        this.draft.customerId = value;
        const why = await this.absence(value);
        if (why === undefined) return { kind: 'value', value };
        refused = { text: value, why };
        continue;
      }
      const { action, typed } = result.value;
      if (action === 'filter') await this.askFilter(frame);
      else {
        const found = await this.search(frame, typed);
        if (found !== 'back') return found;
      }
    }
  }

  private async absence(customerId: string): Promise<string | undefined> {
    const { campaignId } = this.draft;
    if (campaignId === undefined || this.listed.has(customerId)) return undefined;
    return absenceOf(this.access, { campaignId, customerId });
  }

  private pick(
    frame: StepFrame,
    refused: PickOrTypeOptions['refused'],
  ): ReturnType<typeof pickTypeOrAct<'filter' | 'search'>> {
    const filtered = this.filter.statusIds.length + this.filter.systemStatuses.length > 0;
    return pickTypeOrAct<'filter' | 'search'>({
      ...frame,
      placeholder: vscode.l10n.t('Customer ID, name, or phone number'),
      ...(refused ? { refused } : {}),
      value: this.draft.customerId ?? '',
      load: ({ refresh }) => this.records(0, refresh),
      check: (text) => firstErrorText(checkCustomerId(text)),
      useTyped: (text) => vscode.l10n.t('Customer {0}', text),
      actions: [
        {
          action: 'search',
          icon: 'search',
          label: vscode.l10n.t('Find Customer by Phone, Email, Tax Number, or Your Own Identifier…'),
          button: true,
        },
        {
          action: 'filter',
          icon: filtered ? 'filter-filled' : 'filter',
          label: filtered
            ? vscode.l10n.t('Filtered by status. Change the filter…')
            : vscode.l10n.t('Filter Records by Status…'),
          button: true,
        },
      ],
    });
  }

  private async records(offset: number, refresh: boolean): Promise<Choices> {
    const { campaignId = '' } = this.draft;
    const page = await this.access.directory.records(campaignId, { offset, ...this.filter }, { refresh });
    if (!page.ok)
      return { unavailable: vscode.l10n.t('Enter Manually: {0}', wordFailure(page.failure).message) };
    const { count, records } = page.value;
    const next = offset + records.length;
    const items = records.map(recordChoice);
    for (const { value } of items) this.listed.add(value);
    if (records.length === 0 || next >= count) {
      return count === 0 ? { items, note: vscode.l10n.t('No matching records.') } : { items };
    }
    const label = vscode.l10n.t(
      'Load {0} More (of {1})',
      Math.min(recordsPageLimit, count - next),
      countOf('record', count),
    );
    return { items, more: { label, load: () => this.records(next, false) } };
  }

  /** Escape leaves the filter as it is. */
  private async askFilter(frame: StepFrame): Promise<void> {
    const known = await this.access.directory.statuses(this.draft.campaignId ?? '', { deadlineMs: 3000 });
    const rows: FilterRow[] = [
      separator(vscode.l10n.t('System status')),
      ...systemStatuses.map((systemStatus) => ({
        label: systemStatusLabel(systemStatus),
        description: systemStatus,
        systemStatus,
      })),
      separator(vscode.l10n.t('Status')),
      ...(known.ok ? known.value : []).map(({ name, status_id, system_status }) => ({
        label: value(name),
        description: [`status_id ${status_id}`, otherSystemStatus(name, system_status)]
          .filter((text) => text !== '')
          .join(' · '),
        statusId: status_id,
      })),
    ];
    const { statusIds, systemStatuses: systems } = this.filter;
    for (const row of rows) {
      row.picked = statusIds.includes(row.statusId ?? '') || systems.includes(row.systemStatus ?? '');
    }
    const chosen = await showQuickPick(rows, {
      title: frame.title,
      placeHolder: vscode.l10n.t('Show only records with these statuses (none selected: all)'),
      canPickMany: true,
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (!chosen) return;
    this.filter = {
      statusIds: chosen.flatMap(({ statusId }) => statusId ?? []),
      systemStatuses: chosen.flatMap(({ systemStatus }) => systemStatus ?? []),
    };
  }

  private async search(frame: StepFrame, typed: string): Promise<StepResult<string> | 'back'> {
    const found = await findCustomer({
      access: this.access,
      title: frame.title,
      campaignId: this.draft.campaignId,
      typed,
    });
    if (found === 'back') return 'back';
    if (found === 'cancel') return { kind: 'cancel' };
    this.draft.customerId = found.customerId;
    if (found.campaignId !== undefined) this.draft.campaignId = found.campaignId;
    return { kind: 'value', value: found.customerId };
  }
}

function separator(label: string): FilterRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
