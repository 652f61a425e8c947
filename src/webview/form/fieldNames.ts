import type { Draft } from '../../protocol/form.js';
import type { RecordFieldName } from '../../core/record.js';

/** Every place of the form that takes text. */
export type FieldName = 'campaignId' | 'customerId' | RecordFieldName;

export const fieldNames: readonly FieldName[] = [
  'campaignId',
  'customerId',
  'status_id',
  'dictionary_status_id',
  'agent_login',
  'next_call_date',
  'order',
];

export function isFieldName(name: string): name is FieldName {
  return fieldNames.some((each) => each === name);
}

export function readField(draft: Draft, name: FieldName): string {
  return name === 'campaignId' || name === 'customerId' ? draft[name] : draft.fields[name];
}

/** The draft with one text replaced. */
export function withField(draft: Draft, name: FieldName, text: string): Draft {
  return name === 'campaignId' || name === 'customerId'
    ? { ...draft, [name]: text }
    : { ...draft, fields: { ...draft.fields, [name]: text } };
}
