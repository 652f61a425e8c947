import * as vscode from 'vscode';
import type { RunDescription } from '../../../bulk/engine.js';
import type { BulkOutcome } from '../../../core/outcome.js';
import { commands } from '../../../manifest.js';
import type { BulkState, BulkLine } from '../../../protocol/bulk.js';
import type { Services, Access } from '../../services.js';
import { bulkEngine } from '../engine.js';
import type { LiveRun } from '../runToEnd.js';
import { bulkRunsOf } from '../runs.js';
import { keptOutcome, outcomeView, runView } from './pageView.js';
import { readMappedRows } from '../../../bulk/plan/mapping.js';
import { verdicts, type Plan } from '../../../bulk/plan/plan.js';
import { becomesCallable } from '../../../core/dialing.js';
import {
  diffFields,
  readBackDifferences,
  recordText,
  unrestorableFields,
  recordFieldNames,
  type RecordUpdate,
} from '../../../core/record.js';
import type { Review } from '../../../protocol/form.js';
import { fieldLabel } from '../../../messages/fields.js';
import { askModal } from '../../door.js';
import { setting } from '../../settings.js';
import { restoreValues } from '../../update/restore.js';
import { reviewLines } from '../../update/review.js';
import { runUpdate, subject } from '../../update/updater.js';

/** The run that was sent from a page: under way, ended, or found again after a reload of the window. */
export class PageRun {
  /** How it ended, or how far it came before the window was reloaded. */
  outcome: BulkOutcome | undefined;
  private live: LiveRun | undefined;
  /** What its journal tells: what was left out, and which failed rows could succeed now. */
  private about: RunDescription | undefined;

  constructor(
    private readonly services: Services,
    private readonly onChange: () => void,
  ) {}

  get isUnderWay(): boolean {
    return this.live !== undefined;
  }

  /** Shows a run until {@link end}. */
  follow(run: LiveRun): void {
    this.live = run;
    run.onDidChange(this.onChange);
    this.onChange();
  }

  async end(outcome: BulkOutcome): Promise<void> {
    this.live = undefined;
    this.outcome = outcome;
    await this.describe(outcome.runId);
  }

  /** Shows how far a run came that an earlier session of the window began. */
  async find(runId: string): Promise<void> {
    const run = await this.describe(runId);
    if (run) this.outcome = keptOutcome(run);
    this.onChange();
  }

  /** Ends a pause, or goes on with what is left after the end. */
  async resume(): Promise<void> {
    if (this.live || !this.outcome) return this.live?.resume();
    const { runId } = this.outcome;
    const runs = bulkRunsOf(this.services);
    const watching = runs.onDidChange(() => {
      const live = runs.liveRun(runId)?.run;
      if (live && live !== this.live) this.follow(live);
    });
    const outcome = await vscode.commands.executeCommand<BulkOutcome>(commands.resumeBulkUpdate, {
      row: runId,
    });
    watching.dispose();
    const isEnded = outcome.runId === runId && outcome.state !== 'refused';
    await this.end(isEnded ? outcome : this.outcome);
    this.onChange();
  }

  pause(): void {
    this.live?.pause();
  }

  cancel(): void {
    this.live?.cancel();
  }

  /** Runs a command with this run, after which there may be nothing left to retry. */
  async command(id: string): Promise<unknown> {
    const runId = this.outcome?.runId ?? '';
    const result: unknown = await vscode.commands.executeCommand(id, { row: runId });
    if (this.outcome?.runId === runId) await this.describe(runId);
    this.onChange();
    return result;
  }

  view(): Pick<BulkState, 'run' | 'outcome'> {
    return {
      run: this.live ? runView(this.live) : null,
      outcome: this.outcome ? outcomeView(this.outcome, this.about) : null,
    };
  }

  private async describe(runId: string): Promise<RunDescription | undefined> {
    const run = runId === '' ? undefined : await bulkEngine(this.services).describeRun(runId);
    this.about = run?.ok === true ? run.value : undefined;
    return this.about;
  }
}

/** Records that are read at most in search of a row that can be put back. */
const mostReads = 20;

/**
 * A rehearsal on one record: sends a row that can be restored in full, reads it back, restores it and reads it back
 * again. Says before what it will do, and leaves one entry in the history.
 */
export async function tryOneRow(
  services: Services,
  access: Access,
  plan: Plan,
  signal: AbortSignal,
): Promise<BulkLine[]> {
  const update = await suitableRow(access, plan, signal);
  if (!update) {
    const text = vscode.l10n.t(
      'No row was sent: none of the first ones could be restored in full afterwards, or it would have a customer called in between.',
    );
    return [{ kind: 'warning', text }];
  }
  const name = subject(update);
  const sent = await runUpdate(services, { access, update, signal, quiet: true, review: confirmRehearsal });
  if (sent.outcome === 'cancelled' && sent.attempts === 0) return [];
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

/** The first row of the plan that changes its record and can be put back in full; on production, without a call in between. */
async function suitableRow(
  { client, connection }: Access,
  plan: Plan,
  signal: AbortSignal,
): Promise<RecordUpdate | undefined> {
  let reads = 0;
  for await (const { rows } of readMappedRows(plan).batches) {
    for (const { source, mapped } of rows) {
      if (verdicts[plan.facts.verdicts.get(source.index)] !== 'send') continue;
      // Known from the plan already: a field is empty now.
      if ((plan.facts.fields.get(source.index) & plan.facts.empty.get(source.index)) !== 0) continue;
      if (reads === mostReads || signal.aborted) return undefined;
      reads++;
      const { campaignId, customerId, fields } = mapped;
      const record = await client.getRecord(campaignId, customerId, { signal });
      if (!record.ok || record.value.system_status === 'IN_PROGRESS') continue;
      const isChange = diffFields(record.value, fields).some(({ changes }) => changes);
      if (!isChange || unrestorableFields(record.value, fields).length > 0) continue;
      const { statuses } = plan.knowledge.get(campaignId) ?? {};
      if (connection.production && becomesCallable(record.value, fields, statuses)) continue;
      return mapped;
    }
  }
  return undefined;
}

async function confirmRehearsal(review: Review): Promise<'send' | 'cancel'> {
  const record = `${review.campaign}/${review.customerId}`;
  const send = vscode.l10n.t('Send and Restore');
  const stay = vscode.l10n.t('Don’t Send');
  const answer = await askModal(
    review.production
      ? vscode.l10n.t('Send one row first: update record {0} on {1} (production)?', record, review.connection)
      : vscode.l10n.t('Send one row first: update record {0} on {1}?', record, review.connection),
    {
      detail: [
        ...reviewLines(review),
        vscode.l10n.t('The record is really updated, read back, restored and read back again.'),
        vscode.l10n.t('Everything that this row changes can be put back; the time of the last change can’t.'),
      ],
    },
    ...(review.production ? [stay, send] : [send]),
  );
  return answer === send ? 'send' : 'cancel';
}

function sentLines(
  name: string,
  update: RecordUpdate,
  after: Record<string, unknown> | undefined,
): BulkLine[] {
  if (!after) {
    return [{ kind: 'warning', text: vscode.l10n.t('{0} was sent, but couldn’t be read back.', name) }];
  }
  const differences = readBackDifferences(after, update.fields);
  return differences.length === 0
    ? [{ kind: 'good', text: vscode.l10n.t('{0} was sent and verified.', name) }]
    : differences.map(({ field, after: wanted, before }) => ({
        kind: 'warning',
        text: vscode.l10n.t('{0}: sent {1}, now {2}', fieldLabel(field), wanted, before ?? ''),
      }));
}

async function restored(
  services: Services,
  name: string,
  updateId: string,
  update: RecordUpdate,
  before: Record<string, unknown> | undefined,
): Promise<BulkLine[]> {
  const outcome = await restoreValues(services, { updateId, confirm: false, quiet: true, isAgreed: true });
  if (outcome.outcome !== 'updated') {
    const text = vscode.l10n.t('{0} wasn’t restored: {1}', name, outcome.error?.message ?? '');
    return [{ kind: 'warning', text }];
  }
  if (outcome.updateId !== undefined) await keepAsOne(services, updateId, outcome.updateId);
  const { after = before ?? {} } = outcome;
  const lost = recordFieldNames.filter(
    (name) => update.fields[name] !== undefined && recordText(before ?? {}, name) !== recordText(after, name),
  );
  return lost.length === 0
    ? [{ kind: 'good', text: vscode.l10n.t('{0} was restored and verified.', name) }]
    : [
        {
          kind: 'warning',
          text: vscode.l10n.t('{0} was restored except: {1}', name, lost.map(fieldLabel).join(', ')),
        },
      ];
}

/** An update that was taken back at once is one thing in the history. */
async function keepAsOne({ history }: Services, updateId: string, restoreId: string): Promise<void> {
  const entry = (await history.list()).find(({ id }) => id === updateId);
  if (!entry) return;
  await history.put({ ...entry, takenBack: true }, setting('history.limit'));
  await history.delete(restoreId);
}
