import * as l10n from '@vscode/l10n';

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
