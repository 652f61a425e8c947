import * as vscode from 'vscode';
import { fail, succeed, type Result } from '../../core/errors.js';
import { recordCustomer } from '../../core/record.js';
import { commands } from '../../manifest.js';
import type { RecordSubject } from '../../protocol/record.js';
import type { Access, Services } from '../services.js';
import { customerText } from '../update/review.js';
import { lacksNames, type RecordNames } from './rows.js';
import type { RecordServices } from './recordSession.js';
import { askModal, value } from '../door.js';

/** Names are worth this much waiting, in milliseconds. */
const namesMs = 10_000;

/** The record page's view of the extension's services. */
export function recordServices(services: Services): RecordServices {
  const { connections, output } = services;
  return {
    async connection(connectionId) {
      const found = await connections.resolve(connectionId);
      if (!found.ok) return null;
      const { name, production, readOnly } = found.value;
      return { name, production, readOnly };
    },
    async read({ connectionId, campaignId, customerId }, { ask }) {
      const access = await (ask ? services.openAccess(connectionId) : openUnasked(services, connectionId));
      if (!access.ok) return access;
      const read = await access.value.client.getRecord(campaignId, customerId, {
        onAttempt: (attempt) => {
          output.attempt(attempt);
        },
      });
      return read.ok ? succeed(services.redactor.redactValue(read.value)) : read;
    },
    async names({ connectionId, campaignId, customerId }, record) {
      const access = await openUnasked(services, connectionId);
      if (!access.ok) return {};
      const { client, directory } = access.value;
      const own = recordCustomer(record);
      const shown = own.name === undefined ? directory.shownCustomer(customerId) : own;
      const deadline = { deadlineMs: namesMs };
      const wanted = lacksNames(record, {});
      const [campaigns, statuses, agents, customer] = await Promise.all([
        directory.campaigns(deadline),
        wanted ? directory.statuses(campaignId, deadline) : undefined,
        wanted ? directory.agents(campaignId, deadline) : undefined,
        shown
          ? succeed(shown)
          : client.getCustomer(customerId, { ...deadline, maxAttempts: 1, skipForbidden: true }),
      ]);
      const campaign = campaigns.ok && campaigns.value.find(({ id }) => id === campaignId)?.name;
      const names: RecordNames = {};
      if (campaign) names.campaign = value(campaign);
      const text = customerText({ ...own, ...(customer.ok ? customer.value : {}) });
      if (text !== '') names.customer = text;
      if (statuses?.ok) names.statuses = statuses.value;
      if (agents?.ok) names.agents = agents.value;
      return names;
    },
    onDidChangeConnections: (listener) => connections.onDidChange(listener),
    update: (subject) => openForm(services, subject),
    copy: (text) => Promise.resolve(vscode.env.clipboard.writeText(text)),
    showOutput: () => {
      output.show();
    },
    report: (text) => {
      output.warn(text);
    },
  };
}

/** The connection's client where its password is known: a page that draws itself asks for nothing. */
async function openUnasked(services: Services, connectionId: string): Promise<Result<Access>> {
  const connection = await services.connections.resolve(connectionId);
  if (!connection.ok) return connection;
  const opened = await services.connections.openUnasked(connection.value);
  return opened
    ? succeed(services.access(opened))
    : fail({ code: 'missing-secret', params: { name: connection.value.name } });
}

/** The form is about the window's active connection: where that is another one, the user decides first. */
async function openForm(services: Services, subject: RecordSubject): Promise<void> {
  const { connectionId, campaignId, customerId } = subject;
  const { connections } = services;
  const [shown, active] = await Promise.all([connections.resolve(connectionId), connections.resolve()]);
  if (!shown.ok) {
    services.presenter.failure(vscode.l10n.t('Open Update Form'), shown.failure);
    return;
  }
  if (!active.ok || active.value.id !== shown.value.id) {
    const use = vscode.l10n.t('Use {0} in This Window', shown.value.name);
    const question = active.ok
      ? vscode.l10n.t(
          'This page reads {0}, but updates from this window go to {1}.',
          shown.value.name,
          active.value.name,
        )
      : vscode.l10n.t('This page reads {0}, which isn’t active in this window.', shown.value.name);
    // The first button has the focus: on production one that changes nothing.
    const stay = shown.value.production ? [vscode.l10n.t('Don’t Switch')] : [];
    if ((await askModal(question, {}, ...stay, use)) !== use) return;
    await connections.activate(shown.value);
  }
  await vscode.commands.executeCommand(commands.openUpdateForm, { campaignId, customerId });
}
