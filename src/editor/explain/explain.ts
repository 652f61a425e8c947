import type { RequestView } from '../../protocol/request.js';
import type { Diagnosis } from '../../simulator/diagnosis/codes.js';
import { diagnosePaste } from '../../paste/judge.js';
import { groupFailures, type FailureGroup } from '../../paste/failureGroups.js';
import type { PastedExchange } from '../../paste/pasted.js';
import { decodeBasic } from '../../paste/command/commandRequest.js';
import type { Services } from '../services.js';
import { learn, tempered } from './knowledge.js';
import { viewOfPaste } from './view.js';

export interface Explanation {
  pasted: PastedExchange;
  /** Of a log with several failed calls. */
  groups: readonly FailureGroup[];
  diagnoses: readonly Diagnosis[];
  view: RequestView;
}

/** Says why a request was refused: the simulator's own diagnosis, held against the live system by reads alone. */
export async function explain(
  services: Services,
  pasted: PastedExchange,
  calls: readonly PastedExchange[] = [],
): Promise<Explanation> {
  hideCredentials(services, pasted);
  const { knowledge, notes, foreign } = await learn(services, pasted);
  const all = tempered(diagnosePaste(pasted, knowledge), foreign);
  // The record of today has the values of a request that succeeded: that says nothing about the request.
  const succeeded = pasted.status !== undefined && pasted.status < 300;
  const diagnoses = succeeded ? all.filter(({ code }) => code !== 'unchanged') : all;
  const redact = (text: string): string => services.redactor.redact(text);
  const failures = groupFailures(calls);
  const groups = failures.reduce((sum, each) => sum + each.calls.length, 0) > 1 ? failures : [];
  return { pasted, groups, diagnoses, view: viewOfPaste(pasted, diagnoses, notes, redact, groups) };
}

/** Whatever becomes of the paste, its password is shown nowhere from now on. */
function hideCredentials(services: Services, { headers = [] }: PastedExchange): void {
  for (const [name, value] of headers) {
    const credentials = name.toLowerCase() === 'authorization' ? decodeBasic(value) : undefined;
    if (credentials && 'password' in credentials && typeof credentials.password === 'string') {
      services.redactor.add({ username: credentials.username, password: credentials.password });
    }
  }
}
