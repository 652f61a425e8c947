import type { HistoryEntry } from '../../storage/history.js';
import type { Services } from '../services.js';
import { explainRequest } from './command.js';

/** Explains an update of the History view as if its request had been pasted. */
export async function explainHistoryEntry(services: Services, input: unknown): Promise<void> {
  if (!isEntry(input)) return;
  const { origin, campaignId, customerId, fields, status } = input;
  await explainRequest(services, {
    method: 'PUT',
    url: `${origin}/api/crm_outbounds/${campaignId}/records/${customerId}`,
    body: fields,
    ...(status !== undefined && { status }),
  });
}

function isEntry(input: unknown): input is HistoryEntry {
  return typeof input === 'object' && input !== null && 'fields' in input && 'origin' in input;
}
