import type { Customer } from '../../core/record.js';
import type { CustomerKey, ThuliumClient } from '../../thulium/types.js';
import type { Pacer } from '../run/run.js';
import type { CustomerSearch, NoCustomer } from './mapping.js';
import { raw } from '../../core/foreign.js';

/** The customer's id, or why there is none. */
export type CustomerAnswer = { id: string } | NoCustomer;

/**
 * Finds customers by `GET customers`, each value once, at a pace. A filter that a server does not know is ignored and
 * everybody is answered, so only those count who have the value.
 */
export class CustomerFinder {
  private readonly known = new Map<string, Promise<CustomerAnswer>>();
  /** The server refused, or could not be reached: it is not asked again for this plan. */
  private isRefused = false;

  constructor(
    private readonly client: ThuliumClient,
    private readonly pacer: Pacer,
  ) {}

  /** Asks anew for what could not be read before. */
  tryAgain(): void {
    this.isRefused = false;
  }

  find(search: CustomerSearch, signal?: AbortSignal): Promise<CustomerAnswer> {
    const key = `${search.key} ${spellings(search.key, search.value)[0] ?? ''}`;
    const known = this.known.get(key);
    if (known) return known;
    const asked = this.ask(search, signal).then((answer) => {
      if (answer === 'unread') this.known.delete(key);
      return answer;
    });
    this.known.set(key, asked);
    return asked;
  }

  private async ask({ key, value }: CustomerSearch, signal?: AbortSignal): Promise<CustomerAnswer> {
    for (const wanted of spellings(key, value)) {
      if (this.isRefused || signal?.aborted === true) return 'unread';
      await this.pacer.take(signal);
      const found = await this.client.findCustomers(key, wanted, signal ? { signal } : {});
      if (!found.ok) {
        this.isRefused = true;
        return 'unread';
      }
      const ids = new Set(
        found.value.filter((each) => has(each, key, wanted)).map((each) => each.customer_id),
      );
      const [id] = ids;
      if (ids.size > 1) return 'ambiguous';
      if (id !== undefined && /^\d{1,20}$/.test(id)) return { id };
    }
    return 'unknown';
  }
}

/** How a value may stand in Thulium: a phone number without the country's prefix or with it, as it is written. */
function spellings(key: CustomerKey, value: string): string[] {
  const plain = value.trim();
  if (key !== 'phone_number' && key !== 'nip') return [plain];
  const bare = bareNumber(key, plain);
  const digits = plain.replace(/\D/g, '');
  return [...new Set([bare, digits, plain])].filter((each) => each !== '');
}

/** A number that people write in several ways, without what they write it with: `+48 600 100 200` is `600100200`. */
function bareNumber(key: 'phone_number' | 'nip', text: string): string {
  const digits = text.replace(/\D/g, '');
  return key === 'nip' ? digits : digits.replace(/^(?:0048|48)(?=\d{9}$)/, '');
}

/** What an answer does not carry cannot be compared, and counts as found. */
function has(customer: Customer, key: CustomerKey, value: string): boolean {
  switch (key) {
    case 'phone_number': {
      const wanted = bareNumber(key, value);
      const { phone_numbers } = customer;
      return (
        phone_numbers.length === 0 || phone_numbers.some((each) => bareNumber(key, raw(each)) === wanted)
      );
    }
    case 'nip':
      return customer.nip === undefined || bareNumber(key, raw(customer.nip)) === bareNumber(key, value);
    case 'email':
      return customer.email === undefined || raw(customer.email).toLowerCase() === value.toLowerCase();
    case 'identifier':
      return customer.identifier === undefined || customer.identifier === value;
  }
}
