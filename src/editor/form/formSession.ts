import {
  recordFieldNames,
  type RecordFields,
  type RecordUpdate,
  type FieldChange,
  readBackDifferences,
} from '../../core/record.js';
import {
  type Draft,
  formContract,
  type ConnectionView,
  type FormContract,
  type Lookup,
  type LookupResult,
  type Option,
  type Phase,
  type RecordFilter,
  type RequestPreview,
  type Review,
  type OutcomeView,
} from '../../protocol/form.js';
import { quickDates } from '../../core/nextCallDate.js';
import { isSendable, type Problem } from '../../core/problems.js';
import { type CallResult, type Port, serve, type RpcServer } from '../../protocol/rpc.js';
import { reportText } from '../../protocol/rpc.js';
import { Sending } from './sending.js';
import type { CustomerKey } from '../../thulium/types.js';
import type { UpdateOutcome } from '../../core/outcome.js';

/** The update that a draft stands for: a field left empty is left out. */
function updateOf(draft: Draft): RecordUpdate {
  const fields: RecordFields = {};
  for (const name of recordFieldNames) {
    if (draft.fields[name] !== '') fields[name] = draft.fields[name];
  }
  return { campaignId: draft.campaignId, customerId: draft.customerId, fields };
}

/** What `thulium.openUpdateForm` takes. */
export interface Prefill {
  campaignId?: string;
  customerId?: string;
  fields?: RecordFields;
}

/** The draft that a prefilled form starts with. */
export function draftOf({ campaignId = '', customerId = '', fields = {} }: Prefill): Draft {
  const text = (name: keyof RecordFields): string => fields[name] ?? '';
  return {
    campaignId,
    customerId,
    fields: {
      status_id: text('status_id'),
      dictionary_status_id: text('dictionary_status_id'),
      agent_login: text('agent_login'),
      next_call_date: text('next_call_date'),
      order: text('order'),
    },
  };
}

interface SessionOptions {
  port: Port;
  services: FormServices;
  /** BCP 47, and the translations of that language by English text. */
  language: string;
  bundle: Record<string, string>;
  prefill: Draft | undefined;
  /** Hears whose record the form is about as soon as that is known, for the panel's title. */
  onSubject: (customerId: string | undefined) => void;
}

/** One open form: answers its page and tells it of what changes. Knows nothing of VS Code. */
export class FormSession {
  private readonly server: RpcServer<FormContract>;
  private readonly sending: Sending;
  private readonly subscription: { dispose(): void };

  constructor(private readonly options: SessionOptions) {
    const { services, port } = options;
    this.sending = new Sending(services, (activity) => {
      this.server.notify('activity', activity);
    });
    this.server = serve(
      formContract,
      port,
      {
        start: () => this.start(),
        check: ({ draft }) => this.check(draft),
        lookup: (lookup) => this.lookup(lookup),
        quickDate: ({ kind }) => Promise.resolve(this.quickDate(kind)),
        send: ({ draft, connectionId, review }) => this.send(draft, connectionId, review),
        decide: ({ reviewId, decision }) => accept(this.sending.answer(reviewId, decision), 'unknown'),
        cancel: () => accept(this.sending.cancel(), 'unknown'),
        restore: ({ updateId }) => accept(this.sending.restore(updateId), 'unknown'),
        showOutput: () => {
          services.showOutput();
          return Promise.resolve({});
        },
        addConnection: () => done(services.addConnection()),
        switchConnection: () => done(services.switchConnection()),
        startSimulator: () => done(services.startSimulator()),
      },
      {
        report: (report) => {
          services.report(reportText('The update form', report));
        },
      },
    );
    this.subscription = services.onDidChangeConnection(() => void this.tellConnection());
  }

  dispose(): void {
    this.subscription.dispose();
    this.server.dispose();
    this.sending.dispose();
  }

  private async start(): Promise<CallResult<FormContract, 'start'>> {
    const { language, bundle, prefill, services } = this.options;
    return {
      language,
      bundle,
      timeZone: services.timeZone(),
      connection: (await services.connection()) ?? null,
      prefill: prefill ?? null,
      activity: this.sending.current,
    };
  }

  private async check(draft: Draft): Promise<CallResult<FormContract, 'check'>> {
    const { services, onSubject } = this.options;
    const update = updateOf(draft);
    const problems = await services.validate(update);
    const customerFine = problems.every((each) => each.field !== 'customerId');
    onSubject(customerFine ? update.customerId : undefined);
    return {
      problems: problems.map((each) => ({
        field: each.field,
        severity: each.severity,
        message: services.words(each),
        suggestion: each.params?.suggestion,
      })),
      preview: isSendable(problems) ? ((await services.preview(update)) ?? null) : null,
    };
  }

  private async lookup(lookup: Lookup): Promise<LookupResult> {
    const options = await this.optionsFor(lookup);
    return 'items' in options ? { ok: true, ...options } : { ok: false, message: options.failure };
  }

  private optionsFor(lookup: Lookup): Promise<Options> {
    const { services } = this.options;
    switch (lookup.kind) {
      case 'campaigns':
        return services.campaigns(lookup.refresh);
      case 'customers':
        return services.customers(lookup.key, lookup.value);
      case 'record':
        return services.record(lookup.campaignId, lookup.customerId);
      case 'holdings':
        return services.holdings(lookup.customerId);
      case 'records': {
        const { offset, filter, refresh } = lookup;
        return services.records(lookup.campaignId, { offset, filter, refresh });
      }
      case 'statuses':
      case 'agents':
        return services[lookup.kind](lookup.campaignId, lookup.refresh);
    }
  }

  private quickDate(kind: string): { text: string } {
    const { services } = this.options;
    const found = quickDates(services.timeZone(), services.now()).find((each) => each.kind === kind);
    return { text: found?.text ?? '' };
  }

  private async send(
    draft: Draft,
    connectionId: string,
    review: boolean,
  ): Promise<CallResult<FormContract, 'send'>> {
    const connection: ConnectionView | undefined = await this.options.services.connection();
    if (connection?.id !== connectionId) {
      await this.tellConnection();
      return { accepted: false, reason: 'connection-changed' };
    }
    return accept(this.sending.send(updateOf(draft), connectionId, review), 'busy');
  }

  private async tellConnection(): Promise<void> {
    const connection = await this.options.services.connection();
    this.sending.leave(connection?.id);
    this.server.notify('connection', connection ?? null);
  }
}

type Acceptance = CallResult<FormContract, 'cancel'>;

function accept(accepted: boolean, reason: 'busy' | 'unknown'): Promise<Acceptance> {
  return Promise.resolve(accepted ? { accepted } : { accepted, reason });
}

async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}

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
interface RecordsPageAsked {
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
  /** Fails only where the system itself says that there is no such record. */
  record(campaignId: string, customerId: string): Promise<Options>;
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

/**
 * As much of an outcome as the form shows: of the record itself only what differs from what was sent, which in a restore
 * are the values before.
 */
export function outcomeView(
  outcome: SentOutcome,
  action: 'update' | 'restore',
  asked: RecordUpdate,
): OutcomeView {
  const { error, after, system, update = asked } = outcome;
  return {
    outcome: outcome.outcome,
    system: system ? { name: system.name, production: system.production, readOnly: system.readOnly } : null,
    isSwitched: outcome.isSwitched === true,
    restored: action === 'restore' && outcome.update ? Object.keys(outcome.update.fields) : [],
    campaignId: update.campaignId,
    customerId: update.customerId,
    updateId: outcome.updateId,
    status: outcome.status,
    requestId: outcome.requestId,
    attempts: outcome.attempts,
    durationMs: outcome.durationMs,
    differences: (outcome.differences ?? (after ? readBackDifferences(after, update.fields) : [])).map(
      (change) => ({ field: change.field, sent: change.after, found: change.before ?? '' }),
    ),
    verified: after !== undefined,
    unchecked: outcome.unchecked ?? [],
    error: error && {
      code: error.code,
      message: error.message,
      field: error.field,
      apiErrors: (error.apiErrors ?? []).map((each) =>
        each.code === undefined ? each.message : `${each.message} (${each.code})`,
      ),
    },
  };
}
