import type { RecordUpdate } from '../../core/record.js';
import type { Review } from '../../protocol/form.js';
import { sendUpdate } from '../../thulium/sender.js';
import type { Access, Services } from '../services.js';
import { reviewOf } from './review.js';

/** Before and after of an update, by reads alone; nothing is sent or kept. Undefined where it could not be sent. */
export async function previewUpdate(
  services: Services,
  { access, update, signal }: { access: Access; update: RecordUpdate; signal: AbortSignal },
): Promise<Review | undefined> {
  let review: Review | undefined;
  await sendUpdate({
    client: access.client,
    update,
    dates: services.dates(),
    verify: false,
    signal,
    onAttempt: (attempt) => {
      services.output.attempt(attempt);
    },
    review: (view) => {
      review = reviewOf(access, view);
      return Promise.resolve('cancel');
    },
  });
  return review;
}
