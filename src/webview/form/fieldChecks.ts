import type { CallResult } from '../../protocol/rpc.js';
import type { Draft, FormContract, OutcomeView, ProblemView } from '../../protocol/form.js';
import type { RecordFieldName } from '../../core/record.js';
import type { Field } from '../kit/field.js';

type CheckResult = CallResult<FormContract, 'check'>;

/** Lets a quick typist finish a word before the host is asked. */
const pauseMs = 120;

/** Asks the host what it thinks of the draft; only the answer to the newest question counts. */
interface Checker {
  /** Soon; `onResult` hears the answer. */
  schedule(): void;
  /** At once; undefined when overtaken or when the host did not answer. */
  now(): Promise<CheckResult | undefined>;
}

export function createChecker(
  draft: () => Draft,
  ask: (draft: Draft) => Promise<CheckResult>,
  onResult: (result: CheckResult) => void,
): Checker {
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function now(): Promise<CheckResult | undefined> {
    clearTimeout(timer);
    const mine = ++newest;
    try {
      const result = await ask(draft());
      if (mine !== newest) return undefined;
      onResult(result);
      return result;
    } catch {
      return undefined;
    }
  }

  return {
    now,
    schedule() {
      clearTimeout(timer);
      timer = setTimeout(() => void now(), pauseMs);
    },
  };
}

/** A read of a record is worth more patience than a check: nobody wants one for each digit that is typed. */
const recordPauseMs = 400;

/** Asks whether there is the record whose ids are typed. */
interface AbsenceWatch {
  /** To be called after each change; asks once both ids are there and others than before. */
  schedule(): void;
  /** That there is no such record, for the ids as they are typed now. */
  problems(): ProblemView[];
}

/**
 * @param key of the record that is typed, with its connection; undefined while there is none
 * @param ask tells in words that there is no such record
 */
export function createAbsenceWatch(
  key: () => string | undefined,
  ask: () => Promise<string | undefined>,
  onAbsent: () => void,
): AbsenceWatch {
  let asked: string | undefined;
  let absent: { key: string; message: string } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function now(wanted: string): Promise<void> {
    const message = await ask().catch(() => undefined);
    if (message === undefined || key() !== wanted) return;
    absent = { key: wanted, message };
    onAbsent();
  }

  return {
    schedule() {
      const wanted = key();
      if (wanted === asked) return;
      asked = wanted;
      absent = undefined;
      clearTimeout(timer);
      if (wanted !== undefined) timer = setTimeout(() => void now(wanted), recordPauseMs);
    },
    problems: () =>
      absent && absent.key === key()
        ? [{ field: 'customerId', severity: 'error', message: absent.message }]
        : [],
  };
}

/** Every place of the form that takes text. */
export type FieldName = 'campaignId' | 'customerId' | RecordFieldName;

export const fieldNames: readonly FieldName[] = [
  'campaignId',
  'customerId',
  'status_id',
  'dictionary_status_id',
  'agent_login',
  'next_call_date',
  'order',
];

function isFieldName(name: string): name is FieldName {
  return fieldNames.some((each) => each === name);
}

export function readField(draft: Draft, name: FieldName): string {
  return name === 'campaignId' || name === 'customerId' ? draft[name] : draft.fields[name];
}

/** The draft with one text replaced. */
export function withField(draft: Draft, name: FieldName, text: string): Draft {
  return name === 'campaignId' || name === 'customerId'
    ? { ...draft, [name]: text }
    : { ...draft, fields: { ...draft.fields, [name]: text } };
}

/** Shows what is wrong at the field where it is wrong, once the user has left the field or wants to send. */
interface ProblemBoard {
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
