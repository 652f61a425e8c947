import * as vscode from 'vscode';
import { checkCampaignId, checkCustomerId } from '../../core/ids.js';
import { quickDates, type NextCallDateChecker, type QuickDate } from '../../core/nextCallDate.js';
import { isSendable, type Problem } from '../../core/problems.js';
import type { CampaignStatus, RecordFieldName, RecordFields, RecordUpdate } from '../../core/record.js';
import { findStatus, requiredFields } from '../../core/statusRules.js';
import { checkField } from '../../core/validate.js';
import { wordProblem } from '../../words/problems.js';
import { inputText } from '../quickInput/inputText.js';
import { pickOrType, type Choice } from '../quickInput/pickOrType.js';
import { runSteps, type StepFrame, type StepResult } from '../quickInput/step.js';
import type { Access } from '../services.js';
import { timeZone } from '../settings.js';
import { agentChoice, campaignChoice, recordChoice, statusChoice, toChoices } from './choices.js';

/** The row that leaves a field out of the update. */
const leave = '';

/** What is known before the palette asks: from a caller's argument or the editor's selection. */
export interface UpdateDraft {
  campaignId?: string;
  customerId?: string;
  fields: RecordFields;
}

/**
 * Asks for an update in a multi-step quick input: campaign, customer, status, and what that status
 * requires. Everything can be typed; live lists only help.
 */
export class UpdatePalette {
  private statuses: readonly CampaignStatus[] | undefined;
  private readonly title: string;

  constructor(
    private readonly access: Access,
    private readonly dates: NextCallDateChecker,
    readonly draft: UpdateDraft,
  ) {
    this.title = vscode.l10n.t('Update Campaign Record · {0}', access.connection.name);
  }

  /** Asks everything from the start; undefined when cancelled. */
  async ask(): Promise<RecordUpdate | undefined> {
    const finished = await runSteps([
      (canGoBack) => this.askCampaign(canGoBack),
      (canGoBack) => this.askCustomer(canGoBack),
      (canGoBack) => this.askStatus(canGoBack),
      (canGoBack) => this.askRequired('agent_login', canGoBack),
      (canGoBack) => this.askRequired('next_call_date', canGoBack),
    ]);
    return finished ? this.update() : undefined;
  }

  /** Asks only which record; false when cancelled. */
  askRecord(): Promise<boolean> {
    return runSteps([(canGoBack) => this.askCampaign(canGoBack), (canGoBack) => this.askCustomer(canGoBack)]);
  }

  /** Asks for one more field, from the review; the draft keeps the answer. */
  async askField(name: RecordFieldName): Promise<boolean> {
    const result = await this.askFieldAt(name, { step: 5, canGoBack: true });
    return result.kind !== 'cancel';
  }

  /** The frame of the review, the last step. */
  reviewFrame(): StepFrame {
    const frame = this.frame(0, true);
    return { ...frame, step: frame.totalSteps };
  }

  update(): RecordUpdate {
    return {
      campaignId: this.draft.campaignId ?? '',
      customerId: this.draft.customerId ?? '',
      fields: this.draft.fields,
    };
  }

  private frame(step: number, canGoBack: boolean): StepFrame {
    return { title: this.title, step, totalSteps: 4 + this.requiredNames().length, canGoBack };
  }

  private requiredNames(): RecordFieldName[] {
    return requiredFields(findStatus(this.draft.fields, this.statuses)?.system_status);
  }

  private async askCampaign(canGoBack: boolean): Promise<StepResult<string>> {
    const result = await pickOrType({
      ...this.frame(1, canGoBack),
      placeholder: vscode.l10n.t('Campaign: its five-character id or a part of its name'),
      value: this.draft.campaignId ?? '',
      load: async (options) => toChoices(await this.access.directory.campaigns(options), campaignChoice),
      check: (text) => firstError(checkCampaignId(text)),
      useTyped: (text) => vscode.l10n.t('Campaign {0}', text),
    });
    if (result.kind === 'value') this.draft.campaignId = result.value;
    return result;
  }

  private async askCustomer(canGoBack: boolean): Promise<StepResult<string>> {
    const campaignId = this.draft.campaignId ?? '';
    const result = await pickOrType({
      ...this.frame(2, canGoBack),
      placeholder: vscode.l10n.t('Customer: the CRM’s customer_id (digits), or a part of the phone number'),
      value: this.draft.customerId ?? '',
      load: async () => {
        const page = await this.access.directory.records(campaignId, { offset: 0 });
        return toChoices(page.ok ? { ok: true, value: page.value.records } : page, recordChoice);
      },
      check: (text) => firstError(checkCustomerId(text)),
      useTyped: (text) => vscode.l10n.t('Customer {0}', text),
    });
    if (result.kind === 'value') this.draft.customerId = result.value;
    return result;
  }

  private async askStatus(canGoBack: boolean): Promise<StepResult<string>> {
    const result = await this.askFieldAt('status_id', { step: 3, canGoBack });
    if (this.draft.fields.status_id !== undefined) await this.knowStatuses();
    return result;
  }

  private async knowStatuses(): Promise<void> {
    const known = await this.access.directory.statuses(this.draft.campaignId ?? '');
    this.statuses = known.ok ? known.value : undefined;
  }

  /** Asks for a field that the chosen status requires; one that it does not is passed over both ways. */
  private async askRequired(name: RecordFieldName, canGoBack: boolean): Promise<StepResult<string>> {
    const position = this.requiredNames().indexOf(name);
    if (position < 0) return { kind: 'skip' };
    return this.askFieldAt(name, { step: 4 + position, canGoBack, required: true });
  }

  private async askFieldAt(
    name: RecordFieldName,
    at: { step: number; canGoBack: boolean; required?: boolean },
  ): Promise<StepResult<string>> {
    const frame = this.frame(at.step, at.canGoBack);
    const result =
      name === 'order'
        ? await this.inputOrder(frame)
        : await this.pickField(name, frame, at.required ?? false);
    if (result.kind === 'value') {
      if (result.value === leave) Reflect.deleteProperty(this.draft.fields, name);
      else this.draft.fields[name] = result.value;
    }
    return result;
  }

  private inputOrder(frame: StepFrame): Promise<StepResult<string>> {
    return inputText({
      ...frame,
      prompt: vscode.l10n.t(
        'Order of the record: a whole number from 0; leave it empty to keep the order as it is',
      ),
      value: this.draft.fields.order ?? '',
      check: (text) => (text === leave ? undefined : firstError(checkField('order', text, this.dates))),
    });
  }

  private pickField(
    name: Exclude<RecordFieldName, 'order'>,
    frame: StepFrame,
    required: boolean,
  ): Promise<StepResult<string>> {
    const campaignId = this.draft.campaignId ?? '';
    const { directory } = this.access;
    const keep: Choice[] = required
      ? []
      : [{ value: leave, label: vscode.l10n.t('Leave as it is'), description: name }];
    const common = {
      ...frame,
      fixed: keep,
      value: this.draft.fields[name] ?? '',
      check: (text: string) => firstError(checkField(name, text, this.dates)),
      useTyped: (text: string) => `${name}: ${text}`,
    };
    switch (name) {
      case 'status_id':
        return pickOrType({
          ...common,
          placeholder: vscode.l10n.t('Status: a part of its name, or its status_id'),
          load: async (options) => toChoices(await directory.statuses(campaignId, options), statusChoice),
        });
      case 'dictionary_status_id':
        return pickOrType({
          ...common,
          placeholder: vscode.l10n.t('Dictionary status: a part of its name, or its dictionary_status_id'),
          load: async (options) => {
            const statuses = await directory.statuses(campaignId, options);
            return toChoices(
              statuses.ok
                ? { ok: true, value: statuses.value.filter((each) => each.dictionary_status_id !== null) }
                : statuses,
              (status) => ({ ...statusChoice(status), value: status.dictionary_status_id ?? '' }),
            );
          },
        });
      case 'agent_login':
        return pickOrType({
          ...common,
          placeholder: required
            ? vscode.l10n.t('Call-centre agent who gets the record (this status requires one)')
            : vscode.l10n.t('Call-centre agent who gets the record: a part of the login'),
          load: async (options) => toChoices(await directory.agents(campaignId, options), agentChoice),
        });
      case 'next_call_date':
        return pickOrType({
          ...common,
          placeholder: required
            ? vscode.l10n.t('Next contact (this status requires it), YYYY-MM-DD hh:mm in {0}', timeZone())
            : vscode.l10n.t('Next contact, YYYY-MM-DD hh:mm in {0}', timeZone()),
          fixed: [...keep, ...quickDates(timeZone(), Date.now()).map(quickDateChoice)],
        });
    }
  }
}

function quickDateChoice({ kind, text }: QuickDate): Choice {
  const labels: Record<QuickDate['kind'], string> = {
    'in-an-hour': vscode.l10n.t('In an hour'),
    'tomorrow-9': vscode.l10n.t('Tomorrow at 9:00'),
    'next-monday-9': vscode.l10n.t('Next Monday at 9:00'),
  };
  return { value: text, label: labels[kind], description: text };
}

function firstError(problems: readonly Problem[]): string | undefined {
  const first = problems.find((each) => each.severity === 'error');
  return isSendable(problems) || !first ? undefined : wordProblem(first);
}
