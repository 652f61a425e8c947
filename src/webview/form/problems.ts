import type { OutcomeView, ProblemView } from '../../protocol/form.js';
import type { Field } from '../kit/field.js';
import { fieldNames, isFieldName, type FieldName } from './fieldNames.js';

/** Shows what is wrong at the field where it is wrong, once the user has left the field or wants to send. */
export interface ProblemBoard {
  /** From the host's check. */
  show(problems: readonly ProblemView[]): void;
  /** The user has left the field. */
  touch(name: FieldName): void;
  /** The user wants to send: everything counts now. */
  touchAll(): void;
  /** What the API or the sender said of one field; gone at the next edit of it. */
  showRefusal(error: OutcomeView['error']): void;
  edited(name: FieldName): void;
  /** Moves the focus to the first field with an error; false when there is none. */
  focusFirstError(): boolean;
}

export function createProblemBoard(
  fields: Readonly<Record<FieldName, Field>>,
  showRemark: (text: string) => void,
): ProblemBoard {
  const touched = new Set<FieldName>();
  let all = false;
  let problems: readonly ProblemView[] = [];
  let refusal: ProblemView | undefined;

  function visible(): ProblemView[] {
    const shown = problems.filter((each) => all || !isFieldName(each.field) || touched.has(each.field));
    return refusal ? [...shown, refusal] : shown;
  }

  function draw(): void {
    const shown = visible();
    for (const name of fieldNames) fields[name].setProblems(shown.filter((each) => each.field === name));
    const general = shown.filter((each) => !isFieldName(each.field));
    showRemark(all ? general.map((each) => each.message).join(' ') : '');
  }

  return {
    show(next) {
      problems = next;
      draw();
    },
    touch(name) {
      touched.add(name);
      draw();
    },
    touchAll() {
      all = true;
      draw();
    },
    showRefusal(error) {
      refusal =
        error?.field !== undefined && isFieldName(error.field)
          ? { field: error.field, severity: 'error', message: error.message }
          : undefined;
      draw();
    },
    edited(name) {
      if (refusal?.field === name) refusal = undefined;
    },
    focusFirstError() {
      const first = fieldNames.find((name) =>
        visible().some((each) => each.field === name && each.severity === 'error'),
      );
      if (first === undefined) return false;
      fields[first].input.focus();
      return true;
    },
  };
}
