import { quickDates } from '../../core/nextCallDate.js';
import { isSendable } from '../../core/problems.js';
import {
  formContract,
  type ConnectionView,
  type Draft,
  type FormContract,
  type Lookup,
  type LookupResult,
} from '../../protocol/form.js';
import type { CallResult, Port } from '../../protocol/rpc.js';
import { serve, type RpcServer } from '../../protocol/rpcServer.js';
import { reportText } from '../webviews/report.js';
import { updateOf } from './draft.js';
import { Sending } from './sending.js';
import type { FormServices, Options } from './services.js';

export interface SessionOptions {
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
