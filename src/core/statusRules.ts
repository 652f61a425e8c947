import { problem, warning, type Problem } from './problems.js';
import type { CampaignAgent, CampaignStatus, RecordFieldName, RecordFields } from './record.js';

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
  if (fields.status_id !== undefined) return statuses?.find((each) => each.status_id === fields.status_id);
  if (fields.dictionary_status_id === undefined) return undefined;
  return statuses?.find((each) => each.dictionary_status_id === fields.dictionary_status_id);
}

/** Holds fields of the right shape against what is known of the campaign. */
export function checkStatusRules(fields: RecordFields, knowledge: CampaignKnowledge): Problem[] {
  return [...checkStatuses(fields, knowledge.statuses), ...checkAgent(fields, knowledge.agents)];
}

function checkStatuses(fields: RecordFields, statuses: readonly CampaignStatus[] | undefined): Problem[] {
  if (!statuses) return [];
  const problems: Problem[] = [];
  const byId = statuses.find((each) => each.status_id === fields.status_id);
  const byDictionary = statuses.filter((each) => each.dictionary_status_id === fields.dictionary_status_id);
  if (fields.status_id !== undefined && !byId) {
    problems.push(warning('status-unknown', 'status_id', { value: fields.status_id }));
  }
  if (fields.dictionary_status_id !== undefined) {
    const value = fields.dictionary_status_id;
    if (byDictionary.length === 0) {
      problems.push(warning('status-unknown', 'dictionary_status_id', { value }));
    } else if (byId && !byDictionary.includes(byId)) {
      problems.push(warning('status-mismatch', 'dictionary_status_id', { value, status: byId.name }));
    }
  }
  const status = findStatus(fields, statuses);
  for (const name of requiredFields(status?.system_status)) {
    if (fields[name] !== undefined) continue;
    const code = name === 'agent_login' ? 'agent-required' : 'date-required';
    problems.push(
      problem(code, name, { status: status?.name ?? '', systemStatus: status?.system_status ?? '' }),
    );
  }
  return problems;
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
