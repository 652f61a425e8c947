import type { CodedFailure } from '../../core/errors.js';
import type { DoneLine } from './journalLines.js';

type FailureLine = NonNullable<DoneLine['e']>;

/** What a journal keeps of a failure. */
export function failureLine(failure: CodedFailure): FailureLine {
  const { problems, params, apiErrors, ...rest } = failure;
  return {
    ...rest,
    ...(params ? { params: { ...params } } : {}),
    ...(apiErrors ? { apiErrors: apiErrors.map((each) => ({ ...each })) } : {}),
    ...(problems?.[0] ? { detail: problems[0].code } : {}),
  };
}

/** The coded failure that a journal line keeps. */
export function failureOf(line: FailureLine): CodedFailure {
  return line as CodedFailure;
}
