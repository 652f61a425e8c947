import * as l10n from '@vscode/l10n';
import type { ConnectionView } from '../../protocol/form.js';
import { element } from './element.js';
import { icon } from './icons.js';

/** The mark of a connection that must not be overlooked; undefined for one that needs none. */
export function connectionBadge(
  connection: Pick<ConnectionView, 'production' | 'readOnly'>,
): HTMLElement | undefined {
  if (connection.readOnly) {
    return element('span', { class: 'badge' }, icon('lock'), l10n.t('Read-only'));
  }
  return connection.production
    ? element('span', { class: 'badge danger' }, icon('warning'), l10n.t('Production'))
    : undefined;
}
