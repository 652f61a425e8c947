import * as l10n from '@vscode/l10n';

/** What could not be checked or read, in words; an unknown code stays as it is. */
export function wordUnchecked(code: string): string {
  switch (code) {
    case 'statuses':
      return l10n.t('the status and what it requires (the list could not be read)');
    case 'record-before':
      return l10n.t('the values before (the record could not be read)');
    case 'record-recheck':
      return l10n.t('whether someone changed the record meanwhile (it could not be read again)');
    case 'record-after':
      return l10n.t('the values after (the record could not be read back)');
    case 'dictionary_status_id':
      return l10n.t('the dictionary status (a record does not carry it)');
    default:
      return code;
  }
}
