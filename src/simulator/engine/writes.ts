import type { BatchItem } from '../diagnosis/batch.js';
import { refuses } from '../diagnosis/codes.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import { findStatus } from '../../core/statusRules.js';
import { errorAnswer } from './apiErrors.js';
import { wallClock, type SimulatorRecord, type CampaignState, type SimulatorState } from './state.js';

/**
 * Writes the fields of a request into a record. Neither a call's date nor its note changes: no call was
 * made. `status_id` wins over a dictionary status that names another one; a status cannot be cleared.
 */
export function applyFields(
  state: SimulatorState,
  campaign: CampaignState,
  record: SimulatorRecord,
  given: RecordFields,
): void {
  const fields: RecordFields = {};
  for (const name of recordFieldNames) {
    const value = given[name];
    if (value !== undefined && name !== state.switches.ignoredField) fields[name] = value;
  }
  const status = findStatus(named(fields), campaign.statuses);
  if (status) record.status_id = status.status_id;
  record.agent_login = fields.agent_login ?? record.agent_login;
  record.next_call_date = fields.next_call_date ?? record.next_call_date;
  record.order = fields.order ?? record.order;
}

function named({ status_id, dictionary_status_id }: RecordFields): RecordFields {
  return { ...(status_id && { status_id }), ...(dictionary_status_id && { dictionary_status_id }) };
}

/**
 * Adds a record of a customer and returns its id. A customer who has one in this campaign already keeps
 * it, changed, where the switch for it has let the request through.
 */
export function addRecord(
  state: SimulatorState,
  campaign: CampaignState,
  customerId: string,
  fields: RecordFields,
): number {
  let record = campaign.records.get(customerId);
  if (!record) {
    const fresh = campaign.statuses.find((each) => each.system_status === 'TO_CALL') ?? campaign.statuses[0];
    record = {
      campaignId: campaign.campaign.id,
      record_id: state.nextRecordId++,
      customer_id: customerId,
      phone_number: state.customers.get(customerId)?.phone_number ?? '',
      status_id: fresh?.status_id ?? '',
      agent_login: '',
      call_date: '',
      create_date: wallClock(state.clock.now(), state.timeZone),
      next_call_date: '',
      last_note: '',
      order: '',
    };
    campaign.records.set(customerId, record);
  }
  applyFields(state, campaign, record, fields);
  return record.record_id;
}

type BatchAnswer = Record<
  string,
  { http_status: number; record_id?: number; status: string; message?: string }
>;

/** `POST batch/crm_outbounds/:id/records`: each record by itself, the answer keyed by customer id. */
export function addRecords(
  state: SimulatorState,
  campaign: CampaignState,
  items: readonly BatchItem[],
  polish: boolean,
): BatchAnswer {
  const answer: BatchAnswer = {};
  for (const { customerId = '', fields, diagnoses } of items) {
    const existing = campaign.records.get(customerId);
    const refused = diagnoses.filter(
      (each) => each.code !== 'record-exists' && refuses(each, state.switches),
    );
    const failure = errorAnswer(refused, polish)?.errors[0];
    if (failure) answer[customerId] = { http_status: 400, status: 'FAILED', message: failure.message };
    else if (existing)
      answer[customerId] = { http_status: 400, record_id: existing.record_id, status: 'ALREADY_EXISTS' };
    else {
      const record_id = addRecord(state, campaign, customerId, fields);
      answer[customerId] = { http_status: 201, record_id, status: 'ADDED' };
    }
  }
  return answer;
}

/** `DELETE batch/crm_outbounds/:id/records`: a record that an agent is working on stays. */
export function removeRecords(campaign: CampaignState, items: readonly BatchItem[]): BatchAnswer {
  const answer: BatchAnswer = {};
  for (const { customerId = '' } of items) {
    const record = campaign.records.get(customerId);
    const system = campaign.statusById.get(record?.status_id ?? '')?.system_status;
    if (!record) answer[customerId] = { http_status: 404, status: 'NOT_EXIST' };
    else if (system === 'IN_PROGRESS') answer[customerId] = { http_status: 400, status: 'CALL_IN_PROGRESS' };
    else {
      campaign.records.delete(customerId);
      answer[customerId] = { http_status: 200, status: 'REMOVED' };
    }
  }
  return answer;
}
