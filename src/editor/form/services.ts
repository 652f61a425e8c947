import type { CustomerKey } from '../../thulium/types.js';
import type { FieldChange } from '../../core/diff.js';
import type { UpdateOutcome } from '../../core/outcome.js';
import type { Problem } from '../../core/problems.js';
import type { RecordUpdate } from '../../core/record.js';
import type {
  ConnectionView,
  Option,
  Phase,
  RecordFilter,
  RequestPreview,
  Review,
} from '../../protocol/form.js';

/** Live values, or in words why there are none. */
export type Options = { items: Option[]; more?: number; note?: string } | { failure: string };

export interface SendOptions {
  /** The connection that the user saw when sending; the sender uses this one and no other. */
  connectionId: string;
  signal: AbortSignal;
  onPhase: (phase: Phase) => void;
  /** The user asked to see the review even where the settings would not. */
  reviewWanted: boolean;
  /** Shows the review in the form and waits for the answer; `cancel` when the form is closed. */
  review: (review: Review) => Promise<'send' | 'cancel'>;
}

/** Which page of a campaign's records is asked for. */
export interface RecordsPageAsked {
  offset: number;
  filter: RecordFilter;
  refresh: boolean;
}

/** An outcome with what the sender found besides, and what it was about. */
export type SentOutcome = UpdateOutcome & {
  /** Differences read back, a derived dictionary status among them. */
  differences?: readonly FieldChange[];
  /** What was sent, where that is another update than the form's own: in a restore the values before. */
  update?: RecordUpdate;
  system?: Pick<ConnectionView, 'name' | 'production' | 'readOnly'>;
  /** The window was switched to another system during the review. */
  isSwitched?: boolean;
};

/**
 * What the update form needs of the extension. Every update passed in is as typed, with empty texts
 * left out: the ids may still be empty or malformed, and whoever sends validates again.
 */
export interface FormServices {
  /** The window's active connection. */
  connection(): Promise<ConnectionView | undefined>;
  /** Also when the active connection itself was edited. Returns what stops listening. */
  onDidChangeConnection(listener: () => void): { dispose(): void };
  validate(update: RecordUpdate): Promise<Problem[]>;
  /** A problem in words. */
  words(problem: Problem): string;
  /** The request with `Authorization` hidden; undefined without a connection. Called only when sendable. */
  preview(update: RecordUpdate): Promise<RequestPreview | undefined>;
  /** Never rejects for a foreseeable failure. */
  send(update: RecordUpdate, options: SendOptions): Promise<SentOutcome>;
  /** Undefined when the user was asked and declined. */
  restore(updateId: string): Promise<SentOutcome | undefined>;
  campaigns(refresh: boolean): Promise<Options>;
  /** Options by `status_id`, each with its `status`. */
  statuses(campaignId: string, refresh: boolean): Promise<Options>;
  agents(campaignId: string, refresh: boolean): Promise<Options>;
  /** Options by `customer_id`, a page from `offset` on, with the number of those that follow it. */
  records(campaignId: string, page: RecordsPageAsked): Promise<Options>;
  /** Options by `customer_id`. */
  customers(key: CustomerKey, value: string): Promise<Options>;
  /** Campaigns that hold a customer, by id. */
  holdings(customerId: string): Promise<Options>;
  /** IANA name of the zone by which dates are judged. */
  timeZone(): string;
  /** Milliseconds since the epoch. */
  now(): number;
  showOutput(): void;
  addConnection(): Promise<void>;
  switchConnection(): Promise<void>;
  startSimulator(): Promise<void>;
  /** For the log: a message from the page that was not served, or a handler that failed. No secret, no customer data. */
  report(text: string): void;
}
