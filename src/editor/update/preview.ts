import type { RawRecord, RecordUpdate } from '../../core/record.js';
import type { Review } from '../../protocol/form.js';
import { sendUpdate } from '../../thulium/sender.js';
import type { Access, Services } from '../services.js';
import { reviewOf } from './review.js';

/** What was shown of an update, and the record that it was shown for, where it could be read. */
export interface ShownUpdate {
  review: Review;
  before?: RawRecord;
}

/** Before and after of an update, by reads alone; nothing is sent or kept. Undefined where it could not be sent. */
export async function previewUpdate(
  services: Services,
  { access, update, signal }: { access: Access; update: RecordUpdate; signal: AbortSignal },
): Promise<ShownUpdate | undefined> {
  let shown: ShownUpdate | undefined;
  await sendUpdate({
    client: access.client,
    update,
    dates: services.dates(),
    customer: access.directory.shownCustomer(update.customerId) ?? 'look-up',
    verify: false,
    signal,
    onAttempt: (attempt) => {
      services.output.attempt(attempt);
    },
    review: (view) => {
      shown = { review: reviewOf(access, view), ...(view.before ? { before: view.before } : {}) };
      return Promise.resolve('cancel');
    },
  });
  return shown;
}
