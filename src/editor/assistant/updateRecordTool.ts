import * as vscode from 'vscode';
import { invalidInput, succeed, fail, type Result } from '../../core/errors.js';
import type { RawRecord, RecordUpdate } from '../../core/record.js';
import { validateUpdate } from '../../core/validate.js';
import type { Review } from '../../protocol/form.js';
import { assistantUpdateArguments, parseArguments } from '../arguments.js';
import type { Access, Services } from '../services.js';
import { confirmInModal, mustConfirm, previewUpdate, reviewLines } from '../update/review.js';
import { runUpdate, subject } from '../update/updater.js';
import { signalOf, toolFailure, toolResult, type Tool } from './tools.js';
import { chatTitle, plainMarkdown } from '../door.js';

/** Questions that may be open at once; what was asked before them counts as never asked. */
const mostShown = 50;

/**
 * `thulium_update_record`. The editor asks with before and after; what it has been told to approve by itself does not
 * reach production, where our own modal asks in any case.
 */
export class UpdateRecordTool implements Tool {
  /** By the input of the call, which is all that question and call have in common. */
  private readonly shown = new Map<string, RawRecord>();

  constructor(private readonly services: Services) {}

  async prepareInvocation(
    options: vscode.LanguageModelToolInvocationPrepareOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.PreparedToolInvocation> {
    const asked = await this.read(options.input);
    if (!asked.ok) return {};
    const { access, update } = asked.value;
    const { name, production } = access.connection;
    const shown = await previewUpdate(this.services, { access, update, signal: signalOf(token) });
    this.remember(options.input, shown?.before);
    const record = subject(update);
    return {
      invocationMessage: plainMarkdown([vscode.l10n.t('Updating record {0} on {1}', record, name)]),
      confirmationMessages: {
        title: chatTitle(
          production
            ? vscode.l10n.t('Update record {0} on {1} (production)?', record, name)
            : vscode.l10n.t('Update record {0} on {1}?', record, name),
        ),
        message: plainMarkdown(
          shown ? reviewLines(shown.review) : [vscode.l10n.t('Couldn’t read the record’s current values.')],
        ),
      },
    };
  }

  async invoke(
    options: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const asked = await this.read(options.input);
    if (!asked.ok) return toolFailure(this.services, asked.failure);
    const expected = this.recall(options.input);
    let changes: Review['changes'] = [];
    const outcome = await runUpdate(this.services, {
      ...asked.value,
      ...(expected ? { expected } : {}),
      signal: signalOf(token),
      review: (review) => {
        changes = review.changes;
        const asks = review.production || mustConfirm(review, undefined);
        return asks ? confirmInModal(review) : Promise.resolve('send');
      },
    });
    const { updateId, status, requestId, attempts, unchecked, error } = outcome;
    // Not the records before and after: they hold more than the model asked for.
    return toolResult(this.services, {
      outcome: outcome.outcome,
      updateId,
      status,
      requestId,
      attempts,
      unchecked,
      error,
      changes,
    });
  }

  /** Keeps the record that somebody is asked about: one that changed before the answer is not overwritten. */
  private remember(input: unknown, before: RawRecord | undefined): void {
    const key = JSON.stringify(input);
    this.shown.delete(key);
    if (before) this.shown.set(key, before);
    for (const oldest of this.shown.keys()) if (this.shown.size > mostShown) this.shown.delete(oldest);
  }

  private recall(input: unknown): RawRecord | undefined {
    const key = JSON.stringify(input);
    const before = this.shown.get(key);
    this.shown.delete(key);
    return before;
  }

  private async read(input: unknown): Promise<Result<{ access: Access; update: RecordUpdate }>> {
    const parsed = parseArguments(assistantUpdateArguments, input);
    if (!parsed.ok) return parsed;
    const { connection, ...given } = parsed.value;
    const { update, problems } = validateUpdate(given, { dates: this.services.dates() });
    if (!update) return fail(invalidInput(problems));
    const access = await this.services.openAccess(connection);
    if (!access.ok) return access;
    if (access.value.client.writeRefusal) return fail(access.value.client.writeRefusal);
    return succeed({ access: access.value, update });
  }
}
