import type { RecordUpdate } from '../../../../src/core/record.js';

/** What every shell and language would like to read something into. */
export const awkward =
  'zażółć "gęślą" \'jaźń\' $HOME ${HOME} $(id) `id` %PATH% ^% 100% !! !x & | < > ; # \\ \\\\ \\n \\u0041 {{x}} @y ‘’ 😀';

export const samples: Record<string, RecordUpdate> = {
  documented: { campaignId: '00001', customerId: '441', fields: { status_id: '3' } },
  'every field': {
    campaignId: 'A0b9Z',
    customerId: '12345678901234567890',
    fields: {
      status_id: '8',
      dictionary_status_id: '9',
      agent_login: 'j.doe',
      next_call_date: '2028-05-24 12:24',
      order: '50',
    },
  },
  awkward: { campaignId: '00001', customerId: '441', fields: { agent_login: awkward } },
};
