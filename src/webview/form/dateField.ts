import * as l10n from '@vscode/l10n';
import { element, icon } from '../kit/controls.js';
import { createField, type Field, type FieldOptions } from '../kit/field.js';

export type QuickDateKind = 'in-an-hour' | 'tomorrow-9' | 'next-monday-9';

/**
 * A date as the API writes it, with quick choices and the browser's own picker.
 *
 * The picker is a real `datetime-local` input of which only the indicator shows: `showPicker()` is
 * refused in a frame of another origin, which every webview is.
 */
export function createDateField(
  options: FieldOptions,
  timeZone: string,
  quickDate: (kind: QuickDateKind) => Promise<string>,
): Field {
  const pickerLabel = l10n.t('{0}: pick from a calendar', options.label);
  const picker = element('input', {
    type: 'datetime-local',
    'aria-label': pickerLabel,
    title: pickerLabel,
  });
  const field = createField({
    ...options,
    placeholder: l10n.t('YYYY-MM-DD hh:mm'),
    onInput: (text) => {
      options.onInput(text);
      showInPicker(text);
    },
  });

  function write(text: string): void {
    field.setText(text);
    showInPicker(text);
    options.onInput(text);
  }

  function showInPicker(text: string): void {
    picker.value = pickerValue(text);
  }

  picker.addEventListener('change', () => {
    if (picker.value !== '') write(picker.value.slice(0, 16).replace('T', ' '));
  });
  field.control.append(element('span', { class: 'picker' }, icon('calendar'), picker));

  const choices: readonly (readonly [QuickDateKind, string])[] = [
    ['in-an-hour', l10n.t('In one hour')],
    ['tomorrow-9', l10n.t('Tomorrow at 9:00')],
    ['next-monday-9', l10n.t('Next Monday at 9:00')],
  ];
  const quick = choices.map(([kind, label]) => {
    const made = element('button', { type: 'button', class: 'link' }, label);
    made.addEventListener('click', () => {
      quickDate(kind).then(write, () => undefined);
    });
    return made;
  });
  field.below.append(
    element('div', { class: 'quick', role: 'group', 'aria-label': options.label }, ...quick),
    element('div', { class: 'hint' }, l10n.t('{0} time. Sent exactly as entered.', timeZone)),
  );
  return {
    ...field,
    setText(text) {
      field.setText(text);
      showInPicker(text);
    },
  };
}

/** The date in the form of `datetime-local`; '' for one that no calendar has. */
function pickerValue(text: string): string {
  const value = text.replace(' ', 'T');
  const epoch = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value) ? Date.parse(`${value}Z`) : Number.NaN;
  return Number.isNaN(epoch) || !new Date(epoch).toISOString().startsWith(value) ? '' : value;
}
