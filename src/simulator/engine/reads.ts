import type { CampaignState, SimulatorState, SimulatorRecord } from './state.js';
import { isOn, listValues, whole } from '../diagnosis/parameters.js';
import { customerAnswer, included, numeric } from './customers.js';

/** Largest and default page of `GET crm_outbounds/:id/records`. */
const recordsLimit = 100;

/** A record as the API answers it; a status's name in the language asked for. */
export function recordAnswer(
  state: SimulatorState,
  campaign: CampaignState,
  record: SimulatorRecord,
  polish: boolean,
): Record<string, unknown> {
  const status = campaign.statusById.get(record.status_id);
  const agent = campaign.campaign.agents.find((each) => each.login === record.agent_login);
  return {
    record_id: record.record_id,
    phone_number: record.phone_number,
    system_status: status?.system_status ?? '',
    status: (polish ? status?.name_pl : undefined) ?? status?.name ?? '',
    status_id: numeric(record.status_id),
    call_date: record.call_date,
    create_date: record.create_date,
    next_call_date: record.next_call_date,
    agent_name: agent?.name ?? '',
    agent_login: record.agent_login,
    customer_id: numeric(record.customer_id),
    last_note: record.last_note,
    order: record.order,
  };
}

/** `GET crm_outbounds/:id/records`, in the order in which they were added unless another is asked for. */
export function listRecords(
  state: SimulatorState,
  campaign: CampaignState,
  query: URLSearchParams,
  polish: boolean,
): { count: number; result: object[] } {
  const matches = [...campaign.records.values()].filter(recordFilter(campaign, query));
  const order = query.get('order');
  if (order === 'next_call_date' || order === '-next_call_date') {
    const sign = order.startsWith('-') ? -1 : 1;
    matches.sort((a, b) => sign * compare(a.next_call_date, b.next_call_date) || a.record_id - b.record_id);
  }
  const offset = whole(query.get('offset'), 0);
  const limit = Math.min(whole(query.get('limit'), recordsLimit), recordsLimit);
  const withCustomer = isOn(query.get('include_customer'));
  return {
    count: matches.length,
    result: matches.slice(offset, offset + limit).map((record) => {
      const answer = recordAnswer(state, campaign, record, polish);
      const customer = withCustomer ? state.customers.get(record.customer_id) : undefined;
      return customer ? { ...answer, customer: customerAnswer(customer, included(query)) } : answer;
    }),
  };
}

function recordFilter(campaign: CampaignState, query: URLSearchParams): (record: SimulatorRecord) => boolean {
  const statusIds = new Set(listValues(query, 'status_id'));
  const systemStatuses = new Set(listValues(query, 'system_status'));
  const ranges = (['create_date', 'call_date'] as const).map((name) => ({
    name,
    from: query.get(`${name}_from`),
    to: query.get(`${name}_to`),
  }));
  return (record) => {
    if (statusIds.size > 0 && !statusIds.has(record.status_id)) return false;
    const system = campaign.statusById.get(record.status_id)?.system_status ?? '';
    if (systemStatuses.size > 0 && !systemStatuses.has(system)) return false;
    return ranges.every(({ name, from, to }) => {
      const day = record[name].slice(0, 10);
      return (from === null || (day !== '' && day >= from)) && (to === null || (day !== '' && day <= to));
    });
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `GET outbounds`. Its fields are not documented: id and name are what everybody reads. */
export function listCampaigns(state: SimulatorState): object {
  return state.campaignList.map(({ id, name, active }) => ({ id, name, active }));
}

/** `GET outbounds/stats`: active campaigns, with the share of records that nobody will call again. */
export function campaignStats(state: SimulatorState): object {
  return state.campaignList
    .filter((each) => each.active)
    .map(({ id }) => {
      const campaign = state.campaigns.get(id);
      const records = [...(campaign?.records.values() ?? [])];
      const done = records.filter((each) => {
        const system = campaign?.statusById.get(each.status_id)?.system_status;
        return system === 'NO_CALL' || system === 'ABANDONED_AFTER_N_TRIES';
      }).length;
      const percent = records.length === 0 ? 0 : Math.round((done / records.length) * 10_000) / 100;
      return { id, records_count: records.length, completion_percent: percent };
    });
}

/** `GET outbounds/:id/statuses`. */
export function listStatuses({ campaign }: CampaignState, polish: boolean): object {
  return campaign.statuses.map(({ name, name_pl, ...status }) => ({
    system_status: status.system_status,
    status_id: status.status_id,
    dictionary_status_id: status.dictionary_status_id,
    name: (polish ? name_pl : undefined) ?? name,
  }));
}

/** `GET outbounds/:id/agents`. */
export function listAgents({ campaign }: CampaignState): object {
  return campaign.agents.map(({ login, number, active, active_in_outbound, agent_id }) => ({
    login,
    number,
    active,
    active_in_outbound,
    agent_id,
  }));
}
