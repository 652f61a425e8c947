import { campaignIdPattern, digitsPattern } from '../core/ids.js';
import { fail, invalidInput, succeed, type Result } from '../core/errors.js';
import { problem } from '../core/problems.js';
import type { CampaignStatus } from '../core/record.js';
import { readStatuses } from './readers.js';

/** A campaign's statuses as a small file, for those whose API user may not read them. */
export interface StatusFile {
  /** Absent in an answer of `GET outbounds/:id/statuses` that somebody saved. */
  campaignId?: string;
  statuses: CampaignStatus[];
}

/** The text of a status file. */
export function writeStatusFile(file: Required<StatusFile>): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Reads a status file, or the API's own answer saved as it came; `invalid-input` for anything else. */
export function readStatusFile(text: string): Result<StatusFile> {
  const value = parse(text);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const { campaignId, statuses: listed }: { campaignId?: unknown; statuses?: unknown } = isObject
    ? value
    : {};
  const statuses = readStatuses(listed ?? value) ?? [];
  const whole =
    statuses.length > 0 &&
    statuses.every(
      ({ status_id, dictionary_status_id }) =>
        digitsPattern.test(status_id) &&
        (dictionary_status_id === null || digitsPattern.test(dictionary_status_id)),
    );
  if (!whole) return fail(invalidInput([problem('status-file-shape', 'file')]));
  return succeed({
    statuses,
    ...(typeof campaignId === 'string' && campaignIdPattern.test(campaignId) ? { campaignId } : {}),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
