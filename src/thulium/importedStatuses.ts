import { succeed } from '../core/errors.js';
import type { CampaignStatus } from '../core/record.js';
import type { ThuliumClient } from './types.js';

/**
 * The same client, for which an imported status list stands in where the live one cannot be read: pickers,
 * status rules and the check before sending all have it. The live list wins as soon as it can be read.
 */
export function withImportedStatuses(
  client: ThuliumClient,
  imported: (campaignId: string) => Promise<CampaignStatus[] | undefined>,
): ThuliumClient {
  return {
    ...client,
    async listStatuses(campaignId, options) {
      const live = await client.listStatuses(campaignId, options);
      if (live.ok) return live;
      const own = await imported(campaignId);
      return own ? succeed(own) : live;
    },
  };
}
