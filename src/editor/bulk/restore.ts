import path from 'node:path';
import * as vscode from 'vscode';
import type { RestorePlan } from '../../bulk/engine.js';
import type { Connection } from '../../core/connection.js';
import type { Result } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { countOf } from '../../messages/plural.js';
import type { Services } from '../services.js';
import { setting } from '../settings.js';
import { runToEnd } from './runToEnd.js';
import { refusedBulk } from '../../messages/outcomes.js';
import { withReadingProgress } from './planning.js';
import { refuse, settleRows, type ChosenRun } from './chosenRun.js';
import { askModal } from '../door.js';

/** Plans the restore of a run, shows what it can and cannot do, and sends it. */
export async function sendRestore(
  services: Services,
  chosen: ChosenRun,
  title: string,
): Promise<BulkOutcome> {
  const { engine, access, run } = chosen;
  const { runId } = run;
  const wanted = { force: false, includeDoNotCall: chosen.includeDoNotCall ?? false };
  let restore = await planRestore(chosen, wanted);
  if (!restore) return refusedBulk({ code: 'cancelled' }, { runId });
  if (!restore.ok) return refuse(services, title, restore.failure, { runId });
  if (chosen.isAsked) {
    for (;;) {
      const answer = await askRestore(restore.value, path.basename(run.file), access.connection);
      if (answer === 'restore') break;
      await engine.deleteRun(restore.value.runId);
      if (answer === 'cancel') return refusedBulk({ code: 'cancelled' }, { runId });
      if (answer === 'force') wanted.force = true;
      else wanted.includeDoNotCall = true;
      restore = await planRestore(chosen, wanted);
      if (!restore) return refusedBulk({ code: 'cancelled' }, { runId });
      if (!restore.ok) return refuse(services, title, restore.failure, { runId });
      if (answer === 'force') break;
    }
  }
  const planned = restore.value;
  const { counts } = planned.plan;
  const failure = await settleRows(chosen, title, counts.send);
  if (failure) {
    await engine.deleteRun(planned.runId);
    return refuse(services, title, failure, { runId, counts });
  }
  return runToEnd(services, {
    engine,
    access,
    file: run.file,
    knowledge: planned.plan.knowledge,
    includeDoNotCall: wanted.includeDoNotCall,
    refusal: { runId, counts },
    start: (send) => engine.restoreRun(planned, send),
  });
}

function planRestore(
  { engine, access, run }: ChosenRun,
  { force, includeDoNotCall }: { force: boolean; includeDoNotCall: boolean },
): Promise<Result<RestorePlan> | undefined> {
  return Promise.resolve(
    withReadingProgress(run.file, async (signal, onProgress) => {
      try {
        const result = await engine.planRestore(run.runId, {
          client: access.client,
          concurrency: setting('bulk.concurrency'),
          requestsPerSecond: setting('bulk.requestsPerSecond'),
          signal,
          onProgress,
          ...(force ? { force } : {}),
          includeDoNotCall,
        });
        return signal.aborted ? undefined : result;
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    }),
  );
}

async function askRestore(
  { plan, notRestorable, partly, unchanged }: RestorePlan,
  file: string,
  connection: Connection,
): Promise<'restore' | 'force' | 'do-not-call' | 'cancel'> {
  const { send, changed, inWork, doNotCall, notFound } = plan.counts;
  const line = (count: number, text: string): string[] =>
    count > 0 ? [`${countOf('row', count)}: ${text}`] : [];
  const restore = vscode.l10n.t('Restore');
  const force = vscode.l10n.t('Overwrite Changed Ones Too');
  const leave = vscode.l10n.t('Include Those That Leave Do Not Call');
  const detail = [
    ...line(send, vscode.l10n.t('can be restored')),
    ...line(partly, vscode.l10n.t('among them restored only in part, for a field was empty before')),
    ...line(changed, vscode.l10n.t('changed by someone since, left alone')),
    ...line(inWork, vscode.l10n.t('worked on by an agent')),
    ...line(doNotCall, vscode.l10n.t('leave Do not call, left out')),
    ...line(notFound, vscode.l10n.t('no longer in Thulium')),
    ...line(
      notRestorable,
      vscode.l10n.t('cannot be restored: the values before are not known or were empty'),
    ),
    ...line(unchanged, vscode.l10n.t('had these values before already')),
    vscode.l10n.t('Calls made in the meantime can’t be undone.'),
  ];
  const answer = await askModal(
    connection.production
      ? vscode.l10n.t('Restore previous values of {0} on {1} (production)?', file, connection.name)
      : vscode.l10n.t('Restore previous values of {0} on {1}?', file, connection.name),
    { detail },
    // The first button has the focus: one that overwrites nothing.
    ...(connection.production || changed > 0 ? [vscode.l10n.t('Don’t Restore')] : []),
    ...(send > 0 ? [restore] : []),
    ...(changed > 0 ? [force] : []),
    ...(doNotCall > 0 ? [leave] : []),
  );
  if (answer === leave) return 'do-not-call';
  return answer === restore ? 'restore' : answer === force ? 'force' : 'cancel';
}
