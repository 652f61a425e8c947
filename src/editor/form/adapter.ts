import * as vscode from 'vscode';
import { isSendable } from '../../core/problems.js';
import { updateRequest } from '../../core/request.js';
import { validateUpdate } from '../../core/validate.js';
import { commands } from '../../manifest.js';
import type { ConnectionView, Option } from '../../protocol/form.js';
import { hidden } from '../../core/redact.js';
import type { UpdateReport } from '../../thulium/sender.js';
import { createHead } from '../../thulium/head.js';
import { wordFailure } from '../../words/failures.js';
import { wordProblem } from '../../words/problems.js';
import { wordUnchecked } from '../../words/unchecked.js';
import type { Choice, Choices } from '../quickInput/pickOrType.js';
import type { Access, Services } from '../services.js';
import { responseLanguage, timeZone } from '../settings.js';
import {
  agentChoice,
  campaignChoice,
  customerChoice,
  recordChoice,
  statusChoice,
  toChoices,
} from '../update/choices.js';
import { mustConfirm } from '../update/confirm.js';
import { restoreUpdate } from '../update/restore.js';
import { refusedOutcome, runUpdate } from '../update/updater.js';
import type { FormServices, Options } from './services.js';

/** The form's view of the extension's services. */
export function formServices(services: Services): FormServices {
  const { connections, output } = services;
  const activeView = async (): Promise<ConnectionView | undefined> => {
    const connection = await connections.resolve();
    if (!connection.ok) return undefined;
    const { id, name, baseUrl, username, production, readOnly } = connection.value;
    return { id, name, address: baseUrl, username, production, readOnly };
  };
  const withAccess = async (work: (access: Access) => Promise<Choices>): Promise<Options> => {
    const access = await services.openAccess();
    if (!access.ok) return { failure: wordFailure(access.failure).message };
    const choices = await work(access.value);
    return 'unavailable' in choices
      ? { failure: choices.unavailable }
      : { items: choices.items.map(toOption) };
  };
  const run = (id: string): Promise<void> =>
    Promise.resolve(vscode.commands.executeCommand(id)).then(() => undefined);

  return {
    connection: activeView,
    onDidChangeConnection: (listener) =>
      vscode.Disposable.from(connections.active.onDidChange(listener), connections.onDidChange(listener)),
    validate: (update) => Promise.resolve(validateUpdate(update, { dates: services.dates() }).problems),
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
        ...(report?.differences ? { differences: report.differences } : {}),
        ...(outcome.unchecked ? { unchecked: outcome.unchecked.map(wordUnchecked) } : {}),
      };
    },
    restore: (updateId) => restoreUpdate(services, { updateId }),
    campaigns: (refresh) =>
      withAccess(async ({ directory }) => toChoices(await directory.campaigns({ refresh }), campaignChoice)),
    async statuses(campaignId, refresh) {
      const access = await services.openAccess();
      if (!access.ok) return { failure: wordFailure(access.failure).message };
      const statuses = await access.value.directory.statuses(campaignId, { refresh });
      if (!statuses.ok) return { failure: wordFailure(statuses.failure).message };
      return {
        items: statuses.value.map((status) => ({
          ...toOption(statusChoice(status)),
          status: {
            system_status: status.system_status,
            dictionary_status_id: status.dictionary_status_id,
          },
        })),
      };
    },
    agents: (campaignId, refresh) =>
      withAccess(async ({ directory }) =>
        toChoices(await directory.agents(campaignId, { refresh }), agentChoice),
      ),
    records: (campaignId) =>
      withAccess(async ({ directory }) => {
        const page = await directory.records(campaignId, { offset: 0 });
        return toChoices(page.ok ? { ok: true, value: page.value.records } : page, recordChoice);
      }),
    customers: (key, value) =>
      withAccess(async ({ directory }) => toChoices(await directory.customers(key, value), customerChoice)),
    timeZone,
    now: () => Date.now(),
    showOutput: () => {
      output.show();
    },
    addConnection: () => run(commands.addConnection),
    switchConnection: () => run(commands.switchConnection),
    startSimulator: () => run(commands.startSandbox),
    report: (text) => {
      output.warn(text);
    },
  };
}

function toOption({ value, label, description, detail }: Choice): Option {
  return {
    value,
    label,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
  };
}
