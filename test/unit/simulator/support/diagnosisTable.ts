import { pageOf } from '../../../../src/simulator/diagnosis/pages.js';
import {
  diagnosisCodes,
  type Diagnosis,
  type DiagnosisCode,
} from '../../../../src/simulator/diagnosis/codes.js';
import { wordDiagnosis } from '../../../../src/messages/diagnosis.js';

/** One example of each code. */
const examples: Record<DiagnosisCode, Omit<Diagnosis, 'code'>> = {
  'auth-missing': { certainty: 'documented' },
  'auth-scheme': { certainty: 'documented', params: { kind: 'scheme', scheme: 'Bearer' } },
  'auth-wrong': { certainty: 'documented', params: { kind: 'plain' } },
  'method-wrong': { certainty: 'documented', params: { method: 'PATCH', allowed: 'PUT, GET' } },
  'path-wrong': {
    certainty: 'documented',
    params: { path: '/crm_outbounds/00001/records/441', suggestion: '/api/crm_outbounds/00001/records/441' },
  },
  'trailing-slash': { certainty: 'unknown', params: { path: '/api/crm_outbounds/00001/records/441' } },
  'campaign-id-shape': { certainty: 'documented', params: { value: '1', suggestion: '00001' } },
  'campaign-unknown': { certainty: 'documented', params: { value: '00009' } },
  'customer-unknown': {
    certainty: 'documented',
    params: { kind: 'identifier', value: '900441', meant: '441' },
  },
  'body-missing': { certainty: 'likely' },
  'body-form-encoded': { certainty: 'likely', params: { kind: 'form' } },
  'body-not-object': { certainty: 'documented', params: { kind: 'array' } },
  'json-broken': { certainty: 'documented', params: { kind: 'trailing-comma', line: '3', column: '1' } },
  'content-type': { certainty: 'likely', params: { kind: 'other', value: 'text/plain' } },
  'content-length': {
    certainty: 'documented',
    params: { kind: 'characters', declared: '22', actual: '24' },
  },
  encoding: { certainty: 'documented', params: { kind: 'other', encoding: 'windows-1250' } },
  'unknown-key': { certainty: 'unknown', params: { key: 'statusId', probable: 'status_id' } },
  'unknown-parameter': {
    certainty: 'likely',
    params: { kind: 'everybody', parameter: 'external_id', probable: 'identifier' },
  },
  'limit-cut': { certainty: 'documented', params: { kind: 'limit', limit: '200', largest: '100' } },
  'null-value': { certainty: 'unknown', params: { kind: 'null', field: 'order' } },
  'status-unknown': {
    certainty: 'documented',
    params: { kind: 'dictionary', value: '20', meant: '9', name: 'Not interested' },
  },
  'agent-required': { certainty: 'documented', params: { status: 'My record', systemStatus: 'MY_RECORD' } },
  'date-required': {
    certainty: 'documented',
    params: { status: 'Call after date', systemStatus: 'CALL_NO_SOONER_THAN' },
  },
  'date-format': {
    certainty: 'documented',
    params: { value: '24.05.2018 12:24', suggestion: '2018-05-24 12:24' },
  },
  'date-impossible': { certainty: 'likely', params: { kind: 'calendar', value: '2026-02-30 10:00' } },
  'agent-unknown': { certainty: 'documented', params: { value: 'J.Doe', meant: 'j.doe' } },
  'agent-inactive': { certainty: 'unknown', params: { value: 'm.wojcik' } },
  'duplicate-header': { certainty: 'unknown', params: { name: 'content-type' } },
  unchanged: { certainty: 'documented', params: { kind: 'same' } },
  'success-misread': { certainty: 'unknown', params: { kind: 'repeated', status: '204' } },
  'record-exists': { certainty: 'likely', params: { value: '441' } },
  'not-simulated': { certainty: 'documented', params: { method: 'GET', path: '/api/tickets' } },
};

/** The table of codes for the documentation. */
export function diagnosisTable(): string {
  const rows = diagnosisCodes.map((code) => {
    const example = { code, ...examples[code] };
    const { url, date } = pageOf(example) ?? {};
    const page =
      url === undefined ? '' : `[${new URL(url).pathname.split('/').at(-1) ?? ''}](${url}), ${date ?? ''}`;
    return `| \`${code}\` | ${example.certainty} | ${page} | ${wordDiagnosis(example).replaceAll('|', '\\|')} |`;
  });
  return [
    '| code | certainty | page, as of | an example of its message |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
