import type { Failure } from '../../core/outcome.js';
import { fail, type CodedFailure, type Result } from '../../core/errors.js';
import { SimulatorWorkerError, type AsyncSimulatorControl } from '../../simulator/host.js';
import { toFailure } from '../../messages/failures.js';
import type { Services } from '../services.js';
import { inspectorOf } from './following.js';

/** What a command of the simulator resolves to when it could not be done; undefined when it was. */
export type Refusal = { error: Failure } | undefined;

/**
 * Does something with the running simulator, then reads its state anew for the view. Whatever goes wrong
 * is shown under `title`, but for a cancel.
 */
export async function withSimulator(
  services: Services,
  title: string,
  work: (control: AsyncSimulatorControl) => Promise<Result<unknown>>,
): Promise<Refusal> {
  const { worker } = await services.simulator();
  const result = worker
    ? await attempt(work(worker.control))
    : fail({ code: 'no-connection', detail: 'simulator' });
  if (!result.ok) return refuse(services, title, result.failure);
  await (await inspectorOf(services)).refresh();
  return undefined;
}

async function attempt(work: Promise<Result<unknown>>): Promise<Result<unknown>> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SimulatorWorkerError)) throw error;
    return fail({ code: 'invalid-input', detail: 'simulator', params: { reason: error.message } });
  }
}

/** Shows a failure, but for a cancel, and makes it what a command resolves to. */
export function refuse(services: Services, title: string, failure: CodedFailure): { error: Failure } {
  if (failure.code !== 'cancelled') services.presenter.failure(title, failure);
  return { error: toFailure(failure) };
}
