import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import type { Campaign, CampaignAgent, CampaignStatus, RawRecord } from '../../core/record.js';

export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** A request, and its answer where one is known, as far as somebody could tell. */
export interface Exchange {
  method: string;
  /** An absolute URL, or path and query. */
  target: string;
  /** In their order, repeated ones kept; left out when they are not known, which is not the same as none. */
  headers?: HeaderPairs;
  /** Exactly the bytes of the body; empty when there was none. */
  body: Uint8Array;
  /** Nobody knows the body, which is not the same as none: nothing is said about it. */
  bodyUnknown?: boolean;
  /** Bytes that came after the body in the same breath: a `Content-Length` too small leaves them behind. */
  trailing?: Uint8Array;
  response?: { status: number; body?: string };
}

/** What the request is held against. Each part may be missing, and then what depends on it is not judged. */
export interface Knowledge {
  campaigns?: readonly Pick<Campaign, 'id' | 'name' | 'fedFromCrm'>[] | undefined;
  /** Of the campaign in the path. */
  statuses?: readonly CampaignStatus[] | undefined;
  /** Of the campaign in the path. */
  agents?: readonly Pick<CampaignAgent, 'login' | 'active' | 'active_in_outbound'>[] | undefined;
  /** The record in the path; null when it is known that there is none. */
  record?: RawRecord | null | undefined;
  /** Looks for the customer that carries this text as the integrator's own `identifier`. */
  customerByIdentifier?: ((identifier: string) => { customer_id: string } | undefined) | undefined;
  /** Whether the CRM has this customer; judged only where a customer is named and no record is expected. */
  hasCustomer?: ((customerId: string) => boolean) | undefined;
  /** Whether the campaign in the path has a record of this customer; asked when one is added. */
  hasRecord?: ((customerId: string) => boolean) | undefined;
  checkCredentials?: ((username: string, password: string) => boolean) | undefined;
  /** Knows the clock and the time zone. */
  dates?: NextCallDateChecker | undefined;
}
