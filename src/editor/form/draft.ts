import { recordFieldNames, type RecordFields, type RecordUpdate } from '../../core/record.js';
import type { Draft } from '../../protocol/form.js';

/** The update that a draft stands for: a field left empty is left out. */
export function updateOf(draft: Draft): RecordUpdate {
  const fields: RecordFields = {};
  for (const name of recordFieldNames) {
    if (draft.fields[name] !== '') fields[name] = draft.fields[name];
  }
  return { campaignId: draft.campaignId, customerId: draft.customerId, fields };
}

/** What `thulium.openUpdateForm` takes. */
export interface Prefill {
  campaignId?: string;
  customerId?: string;
  fields?: RecordFields;
}

/** The draft that a prefilled form starts with. */
export function draftOf({ campaignId = '', customerId = '', fields = {} }: Prefill): Draft {
  const text = (name: keyof RecordFields): string => fields[name] ?? '';
  return {
    campaignId,
    customerId,
    fields: {
      status_id: text('status_id'),
      dictionary_status_id: text('dictionary_status_id'),
      agent_login: text('agent_login'),
      next_call_date: text('next_call_date'),
      order: text('order'),
    },
  };
}
