import * as vscode from 'vscode';
import { validateUpdate } from '../../core/validate.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import type { Expectation } from '../../requestFile/entrySchema.js';
import { commands } from '../../manifest.js';
import type { RequestAction } from '../../protocol/request.js';
import type { Diagnosis, DiagnosisCode } from '../../simulator/diagnosis/codes.js';
import { parseTarget } from '../../simulator/diagnosis/route.js';
import type { PastedExchange } from '../../paste/pastedRequest.js';
import { classify } from '../../thulium/classify.js';
import type { Services } from '../services.js';
import { openRequestFile } from '../requestFiles/requestFileCommands.js';

/** What the validator refuses once it knows the campaign's statuses. */
const knownByStatuses: readonly DiagnosisCode[] = ['agent-required', 'date-required'];

/** An update of a record as a request named it; what was no text or number in its body is left out. */
export interface NamedUpdate {
  campaignId: string;
  customerId: string;
  fields: RecordFields;
}

/** The update that a request is; undefined for a request of another kind. */
export function updateOf({ method, url, body }: PastedExchange): NamedUpdate | undefined {
  const { route } = parseTarget(method ?? 'PUT', url ?? '');
  const { campaignId, customerId } = route ?? {};
  if (campaignId === undefined || customerId === undefined) return undefined;
  return { campaignId, customerId, fields: fieldsOf(body ?? '') };
}

function fieldsOf(body: string): RecordFields {
  const fields: RecordFields = {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return fields;
  }
  if (typeof value !== 'object' || value === null) return fields;
  for (const name of recordFieldNames) {
    const given: unknown = Reflect.get(value, name);
    if (typeof given === 'string' || typeof given === 'number') fields[name] = String(given);
  }
  return fields;
}

/**
 * How the same update ends when a request file sends it: refused here before it leaves where that can be known,
 * else with the status that it had.
 */
export function expectationOf(
  services: Services,
  update: NamedUpdate,
  status: number | undefined,
  diagnoses: readonly Diagnosis[],
): Expectation {
  const { update: valid } = validateUpdate(update, { dates: services.dates() });
  const refused = !valid || diagnoses.some(({ code }) => knownByStatuses.includes(code));
  if (refused) return { outcome: 'failed', errorCode: 'invalid-input' };
  if (status === undefined) return { outcome: 'updated' };
  const { failure } = classify({ status, headers: {}, body: '' });
  if (!failure) return { outcome: 'updated', status };
  const known = [
    'rejected',
    'not-found',
    'unauthorized',
    'forbidden',
    'rate-limited',
    'server-error',
  ] as const;
  const errorCode = known.find((code) => code === failure.code);
  return { outcome: 'failed', status, ...(errorCode && { errorCode }) };
}

/** Does what a button of the page, or an entry of a menu, says. */
export async function act(
  services: Services,
  action: Exclude<RequestAction, 'explain'>,
  exchange: PastedExchange,
  diagnoses: readonly Diagnosis[],
): Promise<void> {
  const update = updateOf(exchange);
  if (!update) return;
  switch (action) {
    case 'file':
      await openRequestFile({
        ...update,
        name: vscode.l10n.t('As received'),
        expect: expectationOf(services, update, exchange.status, diagnoses),
      });
      return;
    case 'form':
      await vscode.commands.executeCommand(commands.openUpdateForm, update);
      return;
    case 'copy':
      await vscode.commands.executeCommand(commands.copyRequestAs, update);
  }
}
