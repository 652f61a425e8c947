import * as vscode from 'vscode';
import { invalidInput } from '../../core/errors.js';
import { checkCampaignId, checkCustomerId } from '../../core/ids.js';
import { assistantRecordArguments, parseArguments } from '../arguments.js';
import { recordServices } from '../record/recordAdapter.js';
import { recordRows } from '../record/rows.js';
import type { Services } from '../services.js';
import { subject } from '../update/updater.js';
import { signalOf, toolFailure, toolResult, type Tool } from './tools.js';
import { chatTitle, plainMarkdown } from '../door.js';

/**
 * `thulium_show_record`: reads one record. A record holds personal data, so the editor asks before a model gets it.
 */
export class ShowRecordTool implements Tool {
  constructor(private readonly services: Services) {}

  async prepareInvocation(
    options: vscode.LanguageModelToolInvocationPrepareOptions<unknown>,
  ): Promise<vscode.PreparedToolInvocation> {
    const parsed = parseArguments(assistantRecordArguments, options.input);
    if (!parsed.ok) return {};
    const connection = await this.services.connections.resolve(parsed.value.connection);
    if (!connection.ok) return {};
    const { name } = connection.value;
    const record = subject(parsed.value);
    return {
      invocationMessage: plainMarkdown([vscode.l10n.t('Reading record {0} from {1}', record, name)]),
      confirmationMessages: {
        title: chatTitle(vscode.l10n.t('Show the assistant record {0} of {1}?', record, name)),
        message: plainMarkdown([
          vscode.l10n.t(
            'The language model receives everything that Thulium returns: status, agent, dates, the last note, and the customer’s phone number.',
          ),
        ]),
      },
    };
  }

  async invoke(
    options: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const parsed = parseArguments(assistantRecordArguments, options.input);
    if (!parsed.ok) return toolFailure(this.services, parsed.failure);
    const { campaignId, customerId, connection } = parsed.value;
    const problems = [...checkCampaignId(campaignId), ...checkCustomerId(customerId)];
    if (problems.length > 0) return toolFailure(this.services, invalidInput(problems));
    const access = await this.services.openAccess(connection);
    if (!access.ok) return toolFailure(this.services, access.failure);
    const { client, connection: system } = access.value;
    const record = await client.getRecord(campaignId, customerId, {
      signal: signalOf(token),
      onAttempt: (attempt) => {
        this.services.output.attempt(attempt);
      },
    });
    if (!record.ok) return toolFailure(this.services, record.failure);
    const shown = { connectionId: system.id, campaignId, customerId };
    const names = await recordServices(this.services).names(shown, record.value);
    const named = new Map<string, string>();
    for (const { field, value } of recordRows(record.value, names))
      if (value.name !== undefined) named.set(field, value.name);
    return toolResult(this.services, {
      connection: system.name,
      record: record.value,
      names: Object.fromEntries(named),
    });
  }
}
