import { recordText, recordFieldNames, type CampaignStatus, type RawRecord } from '../core/record.js';
import { fail, succeed, type Result } from '../core/errors.js';
import type { Files } from '../storage/files.js';
import { recordsPageLimit, type ThuliumClient } from '../thulium/types.js';
import { createPacer, type Clock } from './run/run.js';
import type { SourceFormat } from './source/detect.js';
import { RowWriter } from './source/write.js';

/** Which records of a campaign are wanted; what is left out filters nothing. */
export interface RecordFilter {
  statusIds?: readonly string[];
  systemStatuses?: readonly string[];
  /** Records of this call center agent; an empty text means those of nobody. */
  agentLogin?: string;
  /** Of the next contact, `YYYY-MM-DD` or with a time, both ends included. */
  from?: string;
  to?: string;
}

export interface RecordExport {
  client: ThuliumClient;
  files: Files;
  clock: Clock;
  campaignId: string;
  filter: RecordFilter;
  /** Never written over: where there is a file of this name, the next free one is taken. */
  file: string;
  requestsPerSecond: number;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; of: number }) => void;
}

const columns = ['campaign_id', 'customer_id', ...recordFieldNames] as const;

/** As Polish Excel writes CSV, so that it opens there and comes back unchanged. */
const format: SourceFormat = { kind: 'csv', encoding: 'utf-8', bom: true, delimiter: ';', newline: '\r\n' };

/**
 * Writes the ids and the five fields of a campaign's records as a file that a bulk update reads. Nothing else of a
 * record is written, for the rest is personal. The status filters are the server's, the others are applied here.
 *
 * @returns the file's name and how many records are in it
 */
export async function exportRecords(options: RecordExport): Promise<Result<{ file: string; count: number }>> {
  const { client, files, campaignId, filter, file, signal, onProgress } = options;
  const call = signal ? { signal } : {};
  const pacer = createPacer(options.requestsPerSecond, options.clock);
  const statuses = await client.listStatuses(campaignId, call);
  const known = statuses.ok ? statuses.value : [];
  const writer = await RowWriter.open(files, file, format);
  try {
    await writer.header(columns, []);
    const seen = new Set<string>();
    for (let offset = 0; ; offset += recordsPageLimit) {
      await pacer.take(signal);
      const page = await client.listRecords(
        campaignId,
        {
          limit: recordsPageLimit,
          offset,
          ...(filter.statusIds ? { statusIds: filter.statusIds } : {}),
          ...(filter.systemStatuses ? { systemStatuses: filter.systemStatuses } : {}),
        },
        call,
      );
      if (signal?.aborted === true || !page.ok) {
        await writer.discard();
        return page.ok ? fail({ code: 'cancelled' }) : page;
      }
      for (const record of page.value.records) {
        const cells = cellsOf(record, campaignId, known);
        const customerId = cells[1] ?? '';
        // A record that moves between two pages while they are read would come twice.
        if (customerId === '' || seen.has(customerId) || !matches(record, filter)) continue;
        const index = seen.size;
        seen.add(customerId);
        await writer.row(columns, { index, line: index + 2, cells }, {});
      }
      onProgress?.({ done: Math.min(offset + recordsPageLimit, page.value.count), of: page.value.count });
      if (page.value.records.length < recordsPageLimit) break;
    }
    return succeed({ file: await writer.finish(), count: seen.size });
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

function cellsOf(record: RawRecord, campaignId: string, statuses: readonly CampaignStatus[]): string[] {
  const fields = recordFieldNames.map((name) => recordText(record, name) ?? '');
  const dictionary = recordFieldNames.indexOf('dictionary_status_id');
  // A record does not carry it: it is the status's own.
  fields[dictionary] ||= statuses.find((each) => each.status_id === fields[0])?.dictionary_status_id ?? '';
  return [campaignId, recordText(record, 'customer_id') ?? '', ...fields];
}

function matches(record: RawRecord, filter: RecordFilter): boolean {
  const { statusIds, systemStatuses, agentLogin, from, to } = filter;
  const date = recordText(record, 'next_call_date') ?? '';
  return (
    (!statusIds || statusIds.includes(recordText(record, 'status_id') ?? '')) &&
    (!systemStatuses || systemStatuses.includes(recordText(record, 'system_status') ?? '')) &&
    (agentLogin === undefined || (recordText(record, 'agent_login') ?? '') === agentLogin) &&
    (from === undefined || (date !== '' && date >= from)) &&
    (to === undefined || (date !== '' && date.slice(0, to.length) <= to))
  );
}
