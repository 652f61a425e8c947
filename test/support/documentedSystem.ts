import {
  choose,
  status,
  type Behaviour,
  type CapturedRequest,
  type FaultServer,
} from './faultServer/index.js';

/** The documented statuses, and one for each system status that asks for more. */
export const statuses = [
  { system_status: 'CALL', status_id: '3', dictionary_status_id: 2, name: 'Contact needed' },
  { system_status: 'NO_CALL', status_id: '4', dictionary_status_id: null, name: 'Not interested' },
  { system_status: 'MY_RECORD', status_id: '7', dictionary_status_id: 9, name: 'Mine' },
  { system_status: 'CALL_NO_SOONER_THAN', status_id: '8', dictionary_status_id: 5, name: 'Later' },
];

/** The documented record. */
export const record = {
  record_id: 47,
  phone_number: '158433367',
  system_status: 'NO_CALL',
  status: 'Do not call',
  status_id: 6,
  call_date: '2016-10-19 14:02',
  create_date: '2016-10-18 12:02',
  next_call_date: '',
  agent_name: '',
  agent_login: '',
  customer_id: 441,
  last_note: 'Last note for record',
  order: '',
};

/** A record that is called: an update of it asks nothing of its own. */
export const openRecord = { ...record, system_status: 'CALL', status: 'Call back', status_id: 5 };

/** A system that answers as documented, but for what is given. Writes change nothing. */
export function thulium(
  change: { put?: Behaviour; reads?: Behaviour; record?: typeof record } = {},
): Behaviour {
  return choose(({ method, target }) => {
    if (method === 'PUT') return change.put ?? status(204);
    if (change.reads) return change.reads;
    return target.endsWith('/statuses') ? status(200, statuses) : status(200, change.record ?? record);
  });
}

/** The writes that a server received. */
export function puts(server: FaultServer): CapturedRequest[] {
  return server.requests.filter(({ method }) => method === 'PUT');
}
