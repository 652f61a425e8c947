import * as l10n from '@vscode/l10n';
import { longestShown, shown, type Foreign } from '../core/foreign.js';

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
      return l10n.t('Agent');
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
      return l10n.t('Record ID');
    case 'phone_number':
      return l10n.t('Phone number');
    case 'system_status':
      return l10n.t('System status');
    case 'status':
      return l10n.t('Status name');
    case 'call_date':
      return l10n.t('Last contact date');
    case 'create_date':
      return l10n.t('Created');
    case 'agent_name':
      return l10n.t('Agent name');
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

/** By what `GET customers` finds a customer, in the order in which people know it. */
export const customerKeys = ['phone_number', 'email', 'nip', 'identifier'] as const;

/** A key of the search for customers in words. */
export function customerKeyLabel(key: (typeof customerKeys)[number]): string {
  switch (key) {
    case 'phone_number':
      return l10n.t('Phone number');
    case 'email':
      return l10n.t('E-mail');
    case 'nip':
      return l10n.t('Tax number (NIP)');
    case 'identifier':
      return l10n.t('Your own identifier');
  }
}

/** A system status by the vendor's own label; one that is not documented stays as text. */
export function systemStatusLabel(systemStatus: string): string {
  switch (systemStatus) {
    case 'TO_CALL':
      return l10n.t('To be called');
    case 'IN_PROGRESS':
      return l10n.t('In progress');
    case 'CALL':
      return l10n.t('Call');
    case 'MY_RECORD':
      return l10n.t('My record');
    case 'NO_CALL':
      return l10n.t('Do not call');
    case 'ABANDONED_AFTER_N_TRIES':
      return l10n.t('Rejected after n tries');
    case 'CALL_NO_SOONER_THAN':
      return l10n.t('Call after date');
    case 'CALL_PROGRESSIVE':
      return l10n.t('Call progressive');
    default:
      return systemStatus;
  }
}

/** A value from outside, fit to stand inside a sentence. */
export function quoted(value: Foreign | undefined, longest = longestShown): string {
  return shown(value, longest);
}
