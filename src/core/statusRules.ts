import { problem, warning, type Problem } from './problems.js';
import { sameNumber } from './ids.js';
import type { CampaignAgent, CampaignStatus, RecordFieldName, RecordFields } from './record.js';
import { raw } from './foreign.js';

/** What is known of a campaign when an update is judged; either part may be missing. */
export interface CampaignKnowledge {
  statuses?: readonly CampaignStatus[];
  agents?: readonly CampaignAgent[];
}

/**
 * Fields that the API requires beside a status of this system status
 * (vendor's page of the PUT: `agent_login` for MY_RECORD, `next_call_date` for MY_RECORD and CALL_NO_SOONER_THAN).
 */
export function requiredFields(systemStatus: string | undefined): RecordFieldName[] {
  switch (systemStatus) {
    case 'MY_RECORD':
      return ['agent_login', 'next_call_date'];
    case 'CALL_NO_SOONER_THAN':
      return ['next_call_date'];
    default:
      return [];
  }
}

/** The campaign's status that the fields name, by `status_id` or else by `dictionary_status_id`. */
export function findStatus(
  fields: RecordFields,
  statuses: readonly CampaignStatus[] | undefined,
): CampaignStatus | undefined {
  return namedStatuses(fields, statuses ?? [])[0];
}

/** Several only where statuses share one `dictionary_status_id` and no `status_id` tells them apart. */
function namedStatuses(fields: RecordFields, statuses: readonly CampaignStatus[]): CampaignStatus[] {
  const { status_id, dictionary_status_id } = fields;
  if (status_id !== undefined) return statuses.filter((each) => sameNumber(each.status_id, status_id));
  if (dictionary_status_id === undefined) return [];
  return statuses.filter((each) => sameNumber(each.dictionary_status_id ?? '', dictionary_status_id));
}

/** Holds fields of the right shape against what is known of the campaign. */
export function checkStatusRules(fields: RecordFields, knowledge: CampaignKnowledge): Problem[] {
  return [...checkStatuses(fields, knowledge.statuses), ...checkAgent(fields, knowledge.agents)];
}

function checkStatuses(fields: RecordFields, statuses: readonly CampaignStatus[] | undefined): Problem[] {
  if (!statuses) return [];
  const { status_id, dictionary_status_id } = fields;
  const named = namedStatuses(fields, statuses);
  return [
    ...(status_id !== undefined && named.length === 0
      ? [warning('status-unknown', 'status_id', { value: status_id })]
      : []),
    ...(dictionary_status_id === undefined
      ? []
      : checkDictionaryStatus(dictionary_status_id, named, statuses)),
    ...missingFields(fields, named),
  ];
}

function checkDictionaryStatus(
  value: string,
  named: readonly CampaignStatus[],
  statuses: readonly CampaignStatus[],
): Problem[] {
  const belongs = (each: CampaignStatus): boolean => sameNumber(each.dictionary_status_id ?? '', value);
  if (!statuses.some(belongs)) return [warning('status-unknown', 'dictionary_status_id', { value })];
  const [status] = named;
  return status && !named.some(belongs)
    ? [warning('status-mismatch', 'dictionary_status_id', { value, status: raw(status.name) })]
    : [];
}

/** Only what every status that may be meant requires, so that nothing right is refused. */
function missingFields(fields: RecordFields, named: readonly CampaignStatus[]): Problem[] {
  const [status] = named;
  if (!status) return [];
  return requiredFields(status.system_status)
    .filter((name) => named.every((each) => requiredFields(each.system_status).includes(name)))
    .filter((name) => fields[name] === undefined)
    .map((name) =>
      problem(name === 'agent_login' ? 'agent-required' : 'date-required', name, {
        status: raw(status.name),
        systemStatus: status.system_status,
      }),
    );
}

function checkAgent(fields: RecordFields, agents: readonly CampaignAgent[] | undefined): Problem[] {
  const login = fields.agent_login;
  if (!agents || login === undefined) return [];
  const agent = agents.find((each) => each.login === login);
  if (!agent) return [warning('agent-unknown', 'agent_login', { value: login })];
  if (!agent.active || !agent.active_in_outbound)
    return [warning('agent-inactive', 'agent_login', { value: login })];
  return [];
}
