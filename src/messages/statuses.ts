import * as l10n from '@vscode/l10n';

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
