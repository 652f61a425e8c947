import * as vscode from 'vscode';
import type { Problem } from '../../core/problems.js';
import { recordFieldNames, type RecordFieldName } from '../../core/record.js';
import type { Review } from '../../protocol/form.js';
import { fieldLabel } from '../../messages/fields.js';
import { wordProblem } from '../../messages/problems.js';
import { remark } from '../quickInput/remark.js';
import { runStep } from '../quickInput/step.js';
import type { Access } from '../services.js';
import { sendLabel, changeLines, conflictLine, reviewNotes } from './review.js';
import type { UpdatePalette } from './palette.js';
import { createQuickPick, type Row } from '../door.js';

/** Where the user went from the review: to a field, or back to the steps. */
export type Edit = RecordFieldName | 'restart';

interface ReviewRow extends Row {
  act?: 'send' | Edit;
}

/** The palette's last step: before and after, notes, Send, and a row for each field that may still be set. */
export class ReviewStep {
  edited: Edit | undefined;

  constructor(
    private readonly access: Access,
    private readonly palette: UpdatePalette,
  ) {}

  /** Shows the review; `edited` tells afterwards where to go on when it was not sent. */
  async show(review: Review, switched: AbortSignal): Promise<'send' | 'cancel'> {
    const { connection } = this.access;
    const where = connection.production
      ? vscode.l10n.t('to {0}, production', connection.name)
      : vscode.l10n.t('to {0}', connection.name);
    const send: ReviewRow = {
      icon: connection.production ? 'warning' : 'arrow-up',
      label: sendLabel(review),
      description: where,
      detail: `PUT /api/crm_outbounds/${review.campaign}/records/${review.customerId}`,
      act: 'send',
    };
    const conflict = review.conflict.map((each) => remark('git-compare', conflictLine(each)));
    const summary: ReviewRow[] = [
      ...(review.customer === undefined ? [] : [remark('person', review.customer)]),
      ...(review.nothingChanges
        ? [remark('info', vscode.l10n.t('No changes: the record already has these values.'))]
        : []),
      ...reviewNotes(review).map((note) => remark('warning', note)),
    ];
    const lines = changeLines(review);
    const changed = review.changes.map((change, index) => ({
      ...remark(change.changes ? 'arrow-right' : 'dash', lines[index] ?? ''),
      act: asFieldName(change.field),
    }));
    return this.run(
      [...conflict, send, ...summary, separator(vscode.l10n.t('Changes')), ...changed, ...this.more()],
      conflict.length > 0
        ? vscode.l10n.t('Someone else changed the record while you reviewed it. Decide how to continue')
        : vscode.l10n.t('Select a value to change, or Send'),
      { signal: switched, isSafe: !connection.production && conflict.length === 0 },
    );
  }

  /** Where the update cannot go as it is: says why and lets the user set a field. False when cancelled. */
  async askMore(problems: readonly Problem[]): Promise<boolean> {
    const notes = problems.map((each) => remark('error', wordProblem(each)));
    await this.run([...notes, ...this.more()], vscode.l10n.t('Can’t be sent yet. Select a value to set'));
    if (this.edited === undefined) return false;
    return this.edited === 'restart'
      ? (await this.palette.ask()) !== undefined
      : this.palette.askField(this.edited);
  }

  private more(): ReviewRow[] {
    const { fields } = this.palette.draft;
    const open = recordFieldNames.filter((name) => fields[name] === undefined);
    return [
      separator(vscode.l10n.t('Add Field')),
      ...open.map((name) => ({ icon: 'add', label: fieldLabel(name), description: name, act: name })),
    ];
  }

  /** Unless it is safe, no row is active: an Enter that comes one too often sends nothing. */
  private async run(
    items: ReviewRow[],
    placeholder: string,
    { signal, isSafe = true }: { signal?: AbortSignal; isSafe?: boolean } = {},
  ): Promise<'send' | 'cancel'> {
    const pick = createQuickPick<ReviewRow>();
    pick.items = items;
    pick.placeholder = placeholder;
    if (!isSafe) pick.activeItems = [];
    const frame = { ...this.palette.reviewFrame(), ...(signal ? { signal } : {}) };
    const result = await runStep<'send' | Edit>(pick, frame, (finish) => [
      pick.onDidAccept(() => {
        const act = pick.selectedItems[0]?.act;
        if (act !== undefined) finish(act);
      }),
    ]);
    this.edited = result.kind === 'back' ? 'restart' : undefined;
    if (result.kind !== 'value') return 'cancel';
    if (result.value === 'send') return 'send';
    this.edited = result.value;
    return 'cancel';
  }
}

function separator(label: string): ReviewRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function asFieldName(text: string): RecordFieldName | 'restart' {
  return recordFieldNames.find((name) => name === text) ?? 'restart';
}
