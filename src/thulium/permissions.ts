import { fail, type Result } from '../core/errors.js';
import type { CallOptions, ReadCall } from './types.js';

/**
 * Remembers which reads this API user may not make, for as long as the client lives. Only a 403
 * counts; a later success forgets it, so that a permission granted meanwhile is found by asking anew.
 */
export class CallMemory {
  readonly forbidden = new Set<ReadCall>();

  /** Makes a read unless it is known to be refused and the caller would rather not ask. */
  async ask<T>(call: ReadCall, options: CallOptions, read: () => Promise<Result<T>>): Promise<Result<T>> {
    if (options.skipForbidden === true && this.forbidden.has(call)) {
      return fail({ code: 'forbidden', detail: 'remembered' });
    }
    const result = await read();
    if (result.ok) this.forbidden.delete(call);
    else if (result.failure.code === 'forbidden') this.forbidden.add(call);
    return result;
  }
}
