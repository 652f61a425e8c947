import * as vscode from 'vscode';
import { quickDates, type NextCallDateChecker, type QuickDate } from '../../core/nextCallDate.js';
import type { RecordFieldName, RecordFields, RecordUpdate } from '../../core/record.js';
import { findStatus, requiredFields, type CampaignKnowledge } from '../../core/statusRules.js';
import { checkField } from '../../core/validate.js';
import { pause } from '../../thulium/retryPolicy.js';
import { firstErrorText } from '../../messages/problems.js';
import { inputText, runSteps, type StepFrame, type StepResult } from '../quickInput/step.js';
import { pickOrType, type Choice } from '../quickInput/pickOrType.js';
import type { Access } from '../services.js';
import { timeZone } from '../settings.js';
import { CampaignStep, agentChoice, statusChoice, toChoices } from './campaignStep.js';
import { CustomerStep } from './customerStep.js';

/** How long the next step waits for the status list that tells what it is, in milliseconds. */
const statusPatienceMs = 2000;
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
  private readonly title: string;
  /** Of a whole update, or of its record alone. */
  private asks: 'update' | 'record' = 'update';
  private readonly customerStep: CustomerStep;
  private readonly campaignStep: CampaignStep;

  /** @param what names the command that asks, in the title */
  constructor(
    private readonly access: Access,
    private readonly dates: NextCallDateChecker,
    readonly draft: UpdateDraft,
    what = vscode.l10n.t('Update Campaign Record'),
  ) {
    this.title = `${what} · ${access.connection.name}`;
    this.campaignStep = new CampaignStep(access, draft);
    this.customerStep = new CustomerStep(access, draft);
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
    this.asks = 'record';
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
    const totalSteps = this.asks === 'record' ? 2 : 4 + this.requiredNames().length;
    return { title: this.title, step, totalSteps, canGoBack };
  }

  private requiredNames(): RecordFieldName[] {
    return requiredFields(findStatus(this.draft.fields, this.knowledge().statuses)?.system_status);
  }

  private askCampaign(canGoBack: boolean): Promise<StepResult<string>> {
    return this.campaignStep.ask(this.frame(1, canGoBack));
  }

  /** Passed over where the campaign's step has found the customer. */
  private askCustomer(canGoBack: boolean): Promise<StepResult<string>> {
    if (this.campaignStep.hasCustomer) return Promise.resolve({ kind: 'skip' });
    return this.customerStep.ask(this.frame(2, canGoBack));
  }

  private async askStatus(canGoBack: boolean): Promise<StepResult<string>> {
    const result = await this.askFieldAt('status_id', { step: 3, canGoBack });
    if (this.draft.fields.status_id !== undefined) await this.knowStatuses();
    return result;
  }

  /** What is known of the campaign without waiting. */
  knowledge(): CampaignKnowledge {
    return this.access.directory.known(this.draft.campaignId ?? '');
  }

  /** A list under way is worth a short wait, for it tells what to ask next; the check before sending has it too. */
  private async knowStatuses(): Promise<void> {
    if (this.knowledge().statuses) return;
    const patience = new AbortController();
    await Promise.race([
      this.access.directory.statuses(this.draft.campaignId ?? ''),
      pause(statusPatienceMs, patience.signal),
    ]);
    patience.abort();
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
      prompt: vscode.l10n.t('Order: a whole number, 0 or greater (leave empty to keep it)'),
      value: this.draft.fields.order ?? '',
      check: (text) => (text === leave ? undefined : firstErrorText(checkField('order', text, this.dates))),
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
      : [{ value: leave, label: vscode.l10n.t('Don’t Change'), description: name }];
    const common = {
      ...frame,
      fixed: keep,
      value: this.draft.fields[name] ?? '',
      check: (text: string) => firstErrorText(checkField(name, text, this.dates)),
      useTyped: (text: string) => `${name}: ${text}`,
    };
    switch (name) {
      case 'status_id':
        return pickOrType({
          ...common,
          placeholder: vscode.l10n.t('Status name or ID'),
          load: async (options) => toChoices(await directory.statuses(campaignId, options), statusChoice),
        });
      case 'dictionary_status_id':
        return pickOrType({
          ...common,
          placeholder: vscode.l10n.t('Dictionary status name or ID'),
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
            ? vscode.l10n.t('Agent to assign (required by this status)')
            : vscode.l10n.t('Agent to assign: part of the login'),
          load: async (options) => toChoices(await directory.agents(campaignId, options), agentChoice),
        });
      case 'next_call_date':
        return pickOrType({
          ...common,
          placeholder: required
            ? vscode.l10n.t('Next contact date (required), YYYY-MM-DD hh:mm, {0} time', timeZone())
            : vscode.l10n.t('Next contact date, YYYY-MM-DD hh:mm, {0} time', timeZone()),
          fixed: [...keep, ...quickDates(timeZone(), Date.now()).map(quickDateChoice)],
        });
    }
  }
}

function quickDateChoice({ kind, text }: QuickDate): Choice {
  const labels: Record<QuickDate['kind'], string> = {
    'in-an-hour': vscode.l10n.t('In one hour'),
    'tomorrow-9': vscode.l10n.t('Tomorrow at 9:00'),
    'next-monday-9': vscode.l10n.t('Next Monday at 9:00'),
  };
  return { value: text, label: labels[kind], description: text };
}
