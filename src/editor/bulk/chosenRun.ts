import type { BulkEngine, RunDescription } from '../../bulk/engine.js';
import type { CodedFailure } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import type { Access, Services } from '../services.js';
import { checkExpectedRows, confirmRows, confirmUntrusted } from './confirmRows.js';
import { refusedBulk, type Refusal } from '../../messages/outcomes.js';
import { presentRefusal } from './summary.js';

/** A run that a command takes up, and who settles how many rows are sent. */
export interface ChosenRun {
  engine: BulkEngine;
  access: Access;
  run: RunDescription;
  /** Given by an argument object; a row of the view or a button lets the user type it. */
  expectedRows: number | undefined;
  /** Send also what takes a record out of Do not call; the run's own choice where it is left out. */
  includeDoNotCall?: boolean | undefined;
  isAsked: boolean;
}

/** Why these rows are not sent: the number that was expected or typed is another. */
export async function settleRows(
  { access, expectedRows, isAsked }: ChosenRun,
  title: string,
  rows: number,
): Promise<CodedFailure | undefined> {
  const { connection } = access;
  if (connection.readOnly) return { code: 'read-only', params: { name: connection.name } };
  const failure = isAsked ? undefined : checkExpectedRows(rows, expectedRows, connection);
  if (failure || rows === 0) return failure;
  const isSettled =
    (await confirmUntrusted(title, rows, connection)) &&
    (!isAsked || (await confirmRows(title, rows, connection)));
  return isSettled ? undefined : { code: 'cancelled' };
}

/** Says why nothing was sent. */
export function refuse(
  services: Services,
  title: string,
  failure: CodedFailure,
  more: Refusal = {},
): BulkOutcome {
  presentRefusal(services, title, failure);
  return refusedBulk(failure, more);
}
