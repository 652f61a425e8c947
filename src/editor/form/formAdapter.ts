import * as vscode from 'vscode';
import type { CampaignStatus, RecordUpdate } from '../../core/record.js';
import { isSendable } from '../../core/problems.js';
import { updateRequest } from '../../core/request.js';
import { validateUpdate } from '../../core/validate.js';
import { commands } from '../../manifest.js';
import type { ConnectionView, Option } from '../../protocol/form.js';
import { hidden } from '../../core/redact.js';
import type { UpdateReport } from '../../thulium/sendUpdate.js';
import { createHead } from '../../thulium/attempt.js';
import { wordFailure, wordUnchecked } from '../../messages/failures.js';
import { wordProblem } from '../../messages/problems.js';
import type { Choice, Choices } from '../quickInput/pickOrType.js';
import type { Directory } from '../../thulium/lists.js';
import type { Services } from '../services.js';
import { responseLanguage, timeZone } from '../settings.js';
import {
  agentChoice,
  campaignChoice,
  customerChoice,
  recordChoice,
  statusChoice,
  toChoices,
} from '../update/campaignStep.js';
import { mustConfirm } from '../update/review.js';
import { absenceOf } from '../update/customerStep.js';
import { holdingChoices } from '../update/customerSearch.js';
import { restoreValues } from '../update/restore.js';
import { refusedOutcome } from '../../messages/outcomes.js';
import { runUpdate } from '../update/updater.js';
import type { FormServices, Options, SentOutcome } from './formSession.js';

/** The form's view of the extension's services. */
export function formServices(services: Services): FormServices {
  const { connections, output } = services;
  const activeView = async (): Promise<ConnectionView | undefined> => {
    const connection = await connections.resolve();
    if (!connection.ok) return undefined;
    const { id, name, baseUrl, username, production, readOnly } = connection.value;
    return { id, name, address: baseUrl, username, production, readOnly };
  };
  const withDirectory = async (work: (directory: Directory) => Promise<Options>): Promise<Options> => {
    const access = await services.openAccess();
    return access.ok ? work(access.value.directory) : { failure: wordFailure(access.failure).message };
  };
  const withChoices = (work: (directory: Directory) => Promise<Choices>): Promise<Options> =>
    withDirectory(async (directory) => {
      const choices = await work(directory);
      if ('unavailable' in choices) return { failure: choices.unavailable };
      const { items, note } = choices;
      return { items: items.map(toOption), ...(note === undefined ? {} : { note }) };
    });
  const run = (id: string): Promise<void> =>
    Promise.resolve(vscode.commands.executeCommand(id)).then(() => undefined);

  return {
    connection: activeView,
    onDidChangeConnection: (listener) =>
      vscode.Disposable.from(connections.active.onDidChange(listener), connections.onDidChange(listener)),
    validate: (update) =>
      Promise.resolve(
        validateUpdate(update, {
          dates: services.dates(),
          knowledge: services.knownLists(update.campaignId),
        }).problems,
      ),
    words: wordProblem,
    async preview(update) {
      const connection = await activeView();
      const validation = validateUpdate(update, { dates: services.dates() });
      if (!connection || !validation.update || !isSendable(validation.problems)) return undefined;
      const request = updateRequest(connection.address, validation.update);
      const head = createHead({
        credentials: { username: connection.username, password: '' },
        language: responseLanguage(),
      });
      return {
        method: request.method,
        url: request.url,
        headers: [['authorization', `Basic ${hidden}`], ...Object.entries(head.shown(request))],
        body: request.body ?? '',
      };
    },
    async send(update, options) {
      const validation = validateUpdate(update, { dates: services.dates() });
      if (!validation.update) return refusedOutcome({ code: 'invalid-input', problems: validation.problems });
      const access = await services.openAccess(options.connectionId);
      if (!access.ok) return refusedOutcome(access.failure);
      let report: UpdateReport | undefined;
      const outcome = await runUpdate(services, {
        access: access.value,
        update: validation.update,
        signal: options.signal,
        onPhase: options.onPhase,
        quiet: true,
        onReport: (each) => {
          report = each;
        },
        review: async (review) =>
          options.reviewWanted || mustConfirm(review, undefined) ? options.review(review) : 'send',
      });
      return {
        ...outcome,
        ...found(report),
        ...(outcome.unchecked ? { unchecked: outcome.unchecked.map(wordUnchecked) } : {}),
        system: access.value.connection,
      };
    },
    async restore(updateId) {
      let sent: { report: UpdateReport; update: RecordUpdate } | undefined;
      const outcome = await restoreValues(services, {
        updateId,
        onReport: (report, update) => {
          sent = { report, update };
        },
      });
      const isSwitched = sent?.report.failure?.detail === 'switched';
      // Declined: what the form showed stays.
      if (outcome.outcome === 'cancelled' && outcome.attempts === 0 && !isSwitched) return undefined;
      return {
        ...outcome,
        ...(sent ? { ...found(sent.report), update: sent.update } : {}),
        ...(outcome.unchecked ? { unchecked: outcome.unchecked.map(wordUnchecked) } : {}),
      };
    },
    campaigns: (refresh) =>
      withChoices(async (directory) => toChoices(await directory.campaigns({ refresh }), campaignChoice)),
    statuses: (campaignId, refresh) =>
      withDirectory(async (directory) => {
        const statuses = await directory.statuses(campaignId, { refresh });
        return statuses.ok
          ? { items: statuses.value.map(statusOption) }
          : { failure: wordFailure(statuses.failure).message };
      }),
    agents: (campaignId, refresh) =>
      withChoices(async (directory) =>
        toChoices(await directory.agents(campaignId, { refresh }), agentChoice),
      ),
    records: (campaignId, { offset, filter, refresh }) =>
      withDirectory(async (directory) => {
        const { statusId, systemStatus } = filter;
        const asked = {
          offset,
          ...(statusId === undefined ? {} : { statusIds: [statusId] }),
          ...(systemStatus === undefined ? {} : { systemStatuses: [systemStatus] }),
        };
        const page = await directory.records(campaignId, asked, { refresh });
        if (!page.ok) return { failure: wordFailure(page.failure).message };
        const { count, records } = page.value;
        const more = records.length === 0 ? 0 : Math.max(0, count - offset - records.length);
        return { items: records.map(recordChoice).map(toOption), more };
      }),
    async record(campaignId, customerId) {
      // Nobody asked for this read: it asks for no password.
      const active = await connections.resolve();
      const opened = active.ok ? await connections.openUnasked(active.value) : undefined;
      const absent = opened && (await absenceOf(services.access(opened), { campaignId, customerId }));
      return absent === undefined ? { items: [] } : { failure: absent };
    },
    holdings: (customerId) =>
      withChoices(async (directory) => holdingChoices(await directory.holdings(customerId))),
    customers: (key, value) =>
      withChoices(async (directory) => toChoices(await directory.customers(key, value), customerChoice)),
    timeZone,
    now: () => Date.now(),
    showOutput: () => {
      output.show();
    },
    addConnection: () => run(commands.addConnection),
    switchConnection: () => run(commands.switchConnection),
    startSimulator: () => run(commands.startSimulator),
    report: (text) => {
      output.warn(text);
    },
  };
}

/** What the sender found that an outcome does not carry. */
function found(report: UpdateReport | undefined): Pick<SentOutcome, 'differences' | 'isSwitched'> {
  return {
    ...(report?.differences ? { differences: report.differences } : {}),
    ...(report?.failure?.detail === 'switched' ? { isSwitched: true } : {}),
  };
}

function statusOption(status: CampaignStatus): Option {
  const { system_status, dictionary_status_id } = status;
  return { ...toOption(statusChoice(status)), status: { system_status, dictionary_status_id } };
}

function toOption({ value, label, description, detail }: Choice): Option {
  return {
    value,
    label,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
  };
}
