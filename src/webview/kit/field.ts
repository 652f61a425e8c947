import { element, toggle, type Child, icon } from './controls.js';
import * as l10n from '@vscode/l10n';

/** What is wrong at a field, in words. */
export interface FieldProblem {
  severity: 'error' | 'warning';
  message: string;
  suggestion?: string | undefined;
}

export interface FieldOptions {
  /** Also the id of the input, so that problems find it. */
  name: string;
  label: string;
  /** The API's own name, shown beside the label. */
  parameter?: string;
  placeholder?: string;
  onInput: (text: string) => void;
}

/** A label, a text input with what belongs to it, and a place for what is wrong. */
export interface Field {
  root: HTMLElement;
  input: HTMLInputElement;
  /** Beside the input, inside its frame. */
  control: HTMLElement;
  /** Under the input, in the order added. */
  below: HTMLElement;
  setText(text: string): void;
  /** What the typed value stands for, such as a status' name; '' for nothing. */
  setMeaning(text: string): void;
  setRequired(required: boolean): void;
  setProblems(problems: readonly FieldProblem[]): void;
}

/**
 * The input is a native one: labels, descriptions and lists refer to it by id, which an input inside
 * a component's shadow tree would not allow.
 */
export function createField(options: FieldOptions): Field {
  const { name, label, parameter, placeholder, onInput } = options;
  const ids = { meaning: `${name}-meaning`, problem: `${name}-problem`, required: `${name}-required` };
  const input = element('input', {
    id: name,
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '1000',
    placeholder,
    'aria-describedby': `${ids.meaning} ${ids.problem}`,
  });
  const required = element('span', { class: 'required', hidden: true }, l10n.t('required'));
  const labelChildren: Child[] = [label];
  if (parameter !== undefined) labelChildren.push(' ', element('code', {}, parameter));
  labelChildren.push(' ', required);
  const control = element('div', { class: 'control' }, input);
  const meaning = element('div', { class: 'meaning', id: ids.meaning });
  const problem = element('div', { class: 'problems', id: ids.problem });
  const below = element('div', { class: 'below' });
  const root = element(
    'div',
    { class: 'field', 'data-field': name },
    element('label', { for: name }, ...labelChildren),
    control,
    problem,
    meaning,
    below,
  );

  input.addEventListener('input', () => {
    onInput(input.value);
  });

  let drawn = '[]';
  function setText(text: string): void {
    if (input.value !== text) input.value = text;
  }

  function use(suggestion: string): HTMLButtonElement {
    const made = element('button', { type: 'button', class: 'link' }, l10n.t('Use {0}', suggestion));
    made.addEventListener('click', () => {
      setText(suggestion);
      onInput(suggestion);
      input.focus();
    });
    return made;
  }

  return {
    root,
    input,
    control,
    below,
    setText,
    setMeaning(text) {
      meaning.textContent = text;
    },
    setRequired(isRequired) {
      toggle(required, isRequired);
      input.setAttribute('aria-required', String(isRequired));
    },
    setProblems(problems) {
      // Drawn anew only when they differ: a press on a suggestion takes the focus from the input first.
      const key = JSON.stringify(problems);
      if (key === drawn) return;
      drawn = key;
      const invalid = problems.some((each) => each.severity === 'error');
      input.setAttribute('aria-invalid', String(invalid));
      root.classList.toggle('invalid', invalid);
      root.classList.toggle('doubtful', !invalid && problems.length > 0);
      problem.replaceChildren(
        ...problems.map((each) =>
          element(
            'div',
            { class: `problem ${each.severity}` },
            icon(each.severity),
            element('span', {}, each.message),
            ...(each.suggestion === undefined ? [] : [use(each.suggestion)]),
          ),
        ),
      );
    },
  };
}
