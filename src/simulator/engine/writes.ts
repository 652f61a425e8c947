import { recordFieldNames, type RecordFields } from '../../core/record.js';
import { findStatus } from '../../core/statusRules.js';
import { wallClock } from './clock.js';
import type { SimulatorRecord } from './model.js';
import type { CampaignState, SimulatorState } from './state.js';

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
 * it, changed: what Thulium does then is not documented.
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
