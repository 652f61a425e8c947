import { createNextCallDateChecker } from '../../../src/core/nextCallDate.js';
import type { RecordUpdate } from '../../../src/core/record.js';
import { updateRequest } from '../../../src/core/request.js';
import { validateUpdate } from '../../../src/core/validate.js';
import type {
  FormServices,
  Options,
  SendOptions,
  SentOutcome,
} from '../../../src/editor/form/formSession.js';
import type { ConnectionView, Review } from '../../../src/protocol/form.js';
import { wordProblem } from '../../../src/messages/problems.js';

/** Invented services over the real validator, for looking at the form alone. */
export interface InventedServices {
  services: FormServices;
  /** Every update that was handed to the sender. */
  sent: RecordUpdate[];
  /** What the session wrote to the log. */
  reports: string[];
  /** The sender's work; replaced by a test. */
  send: (update: RecordUpdate, options: SendOptions) => Promise<SentOutcome>;
  /** What a lookup answers; replaced by a test. */
  lookup: (kind: string) => Promise<Options>;
  connect(connection: ConnectionView | undefined): void;
}

export const simulator: ConnectionView = {
  id: 'simulator',
  name: 'Local simulator',
  address: 'http://127.0.0.1:40123',
  username: 'api',
  production: false,
  readOnly: false,
};

export const updated: SentOutcome = {
  outcome: 'updated',
  updateId: 'u-1',
  status: 204,
  requestId: '53678450401cf',
  attempts: 1,
  durationMs: 83,
  before: { status_id: '3' },
  after: { status_id: '8' },
};

export const exampleReview: Review = {
  connection: 'acme',
  production: true,
  campaign: '00001 · Renewals',
  customerId: '441',
  customer: 'Jan Kowalski, 158433367',
  changes: [
    {
      field: 'status_id',
      before: '3',
      beforeName: 'Contact needed',
      after: '8',
      afterName: 'My record',
      changes: true,
    },
    { field: 'agent_login', before: '', after: 'j.doe', changes: true },
    { field: 'order', before: '50', after: '50', changes: false },
  ],
  nothingChanges: false,
  inProgress: true,
  unrestorable: ['agent_login'],
  unchecked: ['This API user may not read agents: the login could not be checked.'],
  dialing: [
    'Dialer: Next for j.doe from 2018-05-24 12:24, if the campaign is active and the limit of attempts isn’t reached.',
  ],
  warnings: ['2026-10-25 02:30 happens twice.'],
  conflict: [],
};

const lists: Record<string, Options> = {
  campaigns: {
    items: [
      { value: '00001', label: '00001', description: 'Renewals', detail: '1324 records · CRM campaign' },
      { value: '00002', label: '00002', description: 'Surveys', detail: '20 records' },
    ],
  },
  statuses: {
    items: [
      status('3', 'Contact needed', 'CALL', '2'),
      status('8', 'My record', 'MY_RECORD', null),
      status('9', 'Not sooner than', 'CALL_NO_SOONER_THAN', '7'),
    ],
  },
  agents: {
    items: [{ value: 'j.doe', label: 'j.doe', description: 'John Doe', detail: 'active in this campaign' }],
  },
  records: {
    items: [{ value: '441', label: '441', description: '158433367 · Do not call', detail: 'NO_CALL' }],
  },
  holdings: { items: [{ value: '00002', label: '00002', description: 'Surveys', detail: 'Call' }] },
  customers: { items: [{ value: '441', label: '441', description: 'Jan Kowalski' }] },
};

export function inventServices(): InventedServices {
  const listeners = new Set<() => void>();
  let connection: ConnectionView | undefined = simulator;
  const dates = createNextCallDateChecker('Europe/Warsaw', () => Date.UTC(2026, 4, 1));
  const invented: InventedServices = {
    sent: [],
    reports: [],
    send: () => Promise.resolve(updated),
    lookup: (kind) => Promise.resolve(lists[kind] ?? { items: [] }),
    connect(next) {
      connection = next;
      for (const listener of listeners) listener();
    },
    services: {
      connection: () => Promise.resolve(connection),
      onDidChangeConnection(listener) {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
      validate: (update) => Promise.resolve(validateUpdate(update, { dates }).problems),
      words: wordProblem,
      preview: (update) => {
        if (!connection) return Promise.resolve(undefined);
        const { method, url, body = '' } = updateRequest(connection.address, update);
        const headers: [string, string][] = [
          ['authorization', 'Basic •••'],
          ['content-type', 'application/json; charset=utf-8'],
        ];
        return Promise.resolve({ method, url, headers, body });
      },
      send: (update, options) => {
        invented.sent.push(update);
        return invented.send(update, options);
      },
      restore: () => Promise.resolve(updated),
      campaigns: () => invented.lookup('campaigns'),
      statuses: () => invented.lookup('statuses'),
      agents: () => invented.lookup('agents'),
      records: () => invented.lookup('records'),
      record: () => invented.lookup('record'),
      holdings: () => invented.lookup('holdings'),
      customers: () => invented.lookup('customers'),
      timeZone: () => 'Europe/Warsaw',
      now: () => Date.UTC(2026, 4, 1, 8),
      showOutput: () => undefined,
      addConnection: () => Promise.resolve(),
      switchConnection: () => Promise.resolve(),
      startSimulator: () => Promise.resolve(),
      report: (text) => invented.reports.push(text),
    },
  };
  return invented;
}

function status(
  value: string,
  label: string,
  system_status: string,
  dictionary_status_id: string | null,
): Extract<Options, { items: unknown }>['items'][number] {
  return {
    value,
    label,
    description: `status_id ${value}`,
    detail: system_status,
    status: { system_status, dictionary_status_id },
  };
}
