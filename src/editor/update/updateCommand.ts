import * as vscode from 'vscode';
import { customerIdPattern } from '../../core/ids.js';
import { invalidInput, type CodedFailure } from '../../core/errors.js';
import type { UpdateOutcome } from '../../core/outcome.js';
import type { Problem } from '../../core/problems.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import { validateUpdate } from '../../core/validate.js';
import { parseArguments, updateRecordArguments } from '../arguments.js';
import type { Access, Services } from '../services.js';
import { UpdatePalette, type UpdateDraft } from './palette.js';
import { ReviewStep } from './reviewStep.js';
import { refusedOutcome } from '../../messages/outcomes.js';
import { runUpdate, withUpdateProgress } from './updater.js';

/**
 * `thulium.updateRecord`. With a complete argument object nothing is asked but what a production
 * connection or a warning demands; otherwise the palette asks for the rest.
 */
export async function updateRecord(services: Services, input?: unknown): Promise<UpdateOutcome> {
  const parsed = parseArguments(updateRecordArguments, isArgumentObject(input) ? input : undefined);
  if (!parsed.ok) return refuse(services, parsed);
  const { connection, confirm, ...given } = parsed.value;
  const access = await services.openAccess(connection);
  if (!access.ok) return refuse(services, access);

  const complete =
    given.campaignId !== undefined && given.customerId !== undefined && given.fields !== undefined;
  if (!complete && isArgumentObject(input) && Object.keys(given).length > 0 && given.fields !== undefined) {
    return refuse(services, {
      failure: invalidInput(validateUpdate(given, { dates: services.dates() }).problems),
    });
  }
  if (!complete && access.value.connection.readOnly) {
    return refuse(services, {
      failure: { code: 'read-only', params: { name: access.value.connection.name } },
    });
  }
  if (!complete) return askAndSend(services, access.value, draftOf(given));

  const { update, problems } = validateUpdate(given, { dates: services.dates() });
  if (!update) return refuse(services, { failure: invalidInput(problems) });
  return withUpdateProgress(update, (signal, onPhase) =>
    runUpdate(services, {
      access: access.value,
      update,
      signal,
      onPhase,
      ...(confirm === undefined ? {} : { confirm }),
    }),
  );
}

/** Asks, reviews, and comes back from the review as often as the user wants to change something. */
async function askAndSend(services: Services, access: Access, draft: UpdateDraft): Promise<UpdateOutcome> {
  const palette = new UpdatePalette(access, services.dates(), draft);
  const watch = services.connections.active.untilSwitched();
  try {
    return await askUntilSent(services, access, palette, watch.signal);
  } finally {
    watch.dispose();
  }
}

async function askUntilSent(
  services: Services,
  access: Access,
  palette: UpdatePalette,
  switched: AbortSignal,
): Promise<UpdateOutcome> {
  if (!(await palette.ask())) return refusedOutcome({ code: 'cancelled' });
  for (;;) {
    if (switched.aborted) {
      const params = { name: access.connection.name };
      const failure = { code: 'cancelled', detail: 'switched', params } as const;
      services.presenter.failure(vscode.l10n.t('Update Campaign Record'), failure);
      return refusedOutcome(failure);
    }
    const step = new ReviewStep(access, palette);
    const validated = validateUpdate(palette.update(), {
      dates: services.dates(),
      knowledge: palette.knowledge(),
    });
    if (!validated.update) {
      if (!(await step.askMore(validated.problems))) return refusedOutcome({ code: 'cancelled' });
      continue;
    }
    const update = validated.update;
    let refused: readonly Problem[] | undefined;
    const outcome = await withUpdateProgress(update, (signal, onPhase) =>
      runUpdate(services, {
        access,
        update,
        signal,
        onPhase,
        review: (review, switched) => step.show(review, switched),
        mends: true,
        onReport: ({ failure, problems }) => {
          refused = failure?.code === 'invalid-input' ? problems : undefined;
        },
      }),
    );
    if (refused) {
      if (!(await step.askMore(refused))) return refusedOutcome({ code: 'cancelled' });
      continue;
    }
    if (step.edited === undefined) return outcome;
    if (step.edited === 'restart') {
      if (!(await palette.ask())) return refusedOutcome({ code: 'cancelled' });
    } else await palette.askField(step.edited);
  }
}

function refuse(services: Services, result: { failure: CodedFailure }): UpdateOutcome {
  if (result.failure.code !== 'cancelled') {
    services.presenter.failure(vscode.l10n.t('Update Campaign Record'), result.failure);
  }
  return refusedOutcome(result.failure);
}

/** Menus hand over a resource; only a plain object without one is an argument object. */
function isArgumentObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !('scheme' in input);
}

function draftOf(given: { campaignId?: unknown; customerId?: unknown; fields?: unknown }): UpdateDraft {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  const fields: RecordFields = {};
  if (typeof given.fields === 'object' && given.fields !== null) {
    for (const name of recordFieldNames) {
      const value = text(Reflect.get(given.fields, name));
      if (value !== undefined) fields[name] = value;
    }
  }
  const campaignId = text(given.campaignId);
  const customerId = text(given.customerId) ?? selectedCustomerId();
  return {
    fields,
    ...(campaignId === undefined ? {} : { campaignId }),
    ...(customerId === undefined ? {} : { customerId }),
  };
}

/** A customer id selected in any editor is the palette's default. */
function selectedCustomerId(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection) ?? '';
  return customerIdPattern.test(text) ? text : undefined;
}
