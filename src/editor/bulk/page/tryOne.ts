import * as vscode from 'vscode';
import { readMappedRows } from '../../../bulk/plan/mappedRows.js';
import { verdicts, type Plan } from '../../../bulk/plan/plan.js';
import { readBackDifferences, recordText } from '../../../core/diff.js';
import { recordFieldNames, type RecordUpdate } from '../../../core/record.js';
import type { BulkLine } from '../../../protocol/bulk.js';
import { fieldLabel } from '../../../messages/fields.js';
import type { Access, Services } from '../../services.js';
import { restoreValues } from '../../update/restore.js';
import { runUpdate, subject } from '../../update/updater.js';

/** Sends the first good row, reads it back, restores it and reads it back again: a rehearsal on one record. */
export async function tryOneRow(
  services: Services,
  access: Access,
  plan: Plan,
  signal: AbortSignal,
): Promise<BulkLine[]> {
  const update = await firstRow(plan);
  if (!update) return [{ kind: 'error', text: vscode.l10n.t('There is no row to try.') }];
  const name = subject(update);
  const sent = await runUpdate(services, { access, update, signal, quiet: true, confirm: false });
  if (sent.outcome !== 'updated') {
    return [{ kind: 'error', text: `${name}: ${sent.error?.message ?? ''}` }];
  }
  return [
    ...sentLines(name, update, sent.after),
    ...(sent.updateId === undefined
      ? []
      : await restored(services, name, sent.updateId, update, sent.before)),
  ];
}

async function firstRow(plan: Plan): Promise<RecordUpdate | undefined> {
  for await (const { rows } of readMappedRows(plan).batches) {
    const found = rows.find(({ source }) => verdicts[plan.facts.verdicts.get(source.index)] === 'send');
    if (found) return found.mapped;
  }
  return undefined;
}

function sentLines(
  name: string,
  update: RecordUpdate,
  after: Record<string, unknown> | undefined,
): BulkLine[] {
  if (!after) {
    return [{ kind: 'warning', text: vscode.l10n.t('{0} was sent; it could not be read back.', name) }];
  }
  const differences = readBackDifferences(after, update.fields);
  return differences.length === 0
    ? [{ kind: 'good', text: vscode.l10n.t('{0} was sent and read back: it holds what was sent.', name) }]
    : differences.map(({ field, after: wanted, before }) => ({
        kind: 'warning',
        text: vscode.l10n.t('{0}: sent {1}, found {2}', fieldLabel(field), wanted, before ?? ''),
      }));
}

async function restored(
  services: Services,
  name: string,
  updateId: string,
  update: RecordUpdate,
  before: Record<string, unknown> | undefined,
): Promise<BulkLine[]> {
  const outcome = await restoreValues(services, { updateId, confirm: false, quiet: true });
  if (outcome.outcome !== 'updated') {
    const text = vscode.l10n.t('{0} was not restored: {1}', name, outcome.error?.message ?? '');
    return [{ kind: 'warning', text }];
  }
  const { after = before ?? {} } = outcome;
  const lost = recordFieldNames.filter(
    (name) => update.fields[name] !== undefined && recordText(before ?? {}, name) !== recordText(after, name),
  );
  return lost.length === 0
    ? [{ kind: 'good', text: vscode.l10n.t('{0} was restored and read back: it is as it was before.', name) }]
    : [
        {
          kind: 'warning',
          text: vscode.l10n.t('{0} was restored, but not in: {1}', name, lost.map(fieldLabel).join(', ')),
        },
      ];
}
