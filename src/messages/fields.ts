import * as l10n from '@vscode/l10n';

/** The name of a field as forms and messages show it; a field that nobody named stays as it is written. */
export function fieldLabel(field: string): string {
  switch (field) {
    case 'campaignId':
      return l10n.t('Campaign');
    case 'customerId':
    case 'customer_id':
      return l10n.t('Customer');
    case 'fields':
      return l10n.t('Fields to change');
    case 'update':
      return l10n.t('Update');
    case 'status_id':
      return l10n.t('Status');
    case 'dictionary_status_id':
      return l10n.t('Dictionary status');
    case 'agent_login':
      return l10n.t('Call-centre agent');
    case 'next_call_date':
      return l10n.t('Next contact date');
    case 'order':
      return l10n.t('Order');
    default:
      return recordLabel(field) ?? connectionLabel(field) ?? field;
  }
}

/** What a record carries but an update cannot write. */
function recordLabel(field: string): string | undefined {
  switch (field) {
    case 'record_id':
      return l10n.t('Record id');
    case 'phone_number':
      return l10n.t('Phone number');
    case 'system_status':
      return l10n.t('System status');
    case 'status':
      return l10n.t('Status name');
    case 'call_date':
      return l10n.t('Last contact date');
    case 'create_date':
      return l10n.t('Date of creation');
    case 'agent_name':
      return l10n.t('Call-centre agent’s name');
    case 'last_note':
      return l10n.t('Last note');
    default:
      return undefined;
  }
}

function connectionLabel(field: string): string | undefined {
  switch (field) {
    case 'connection':
      return l10n.t('Connection');
    case 'name':
      return l10n.t('Name');
    case 'system':
      return l10n.t('System');
    case 'baseUrl':
      return l10n.t('Base URL');
    case 'username':
      return l10n.t('User name');
    case 'password':
      return l10n.t('Password');
    case 'production':
      return l10n.t('Production');
    case 'readOnly':
      return l10n.t('Read-only');
    default:
      return undefined;
  }
}
