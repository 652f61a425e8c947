import type { Result } from '../../core/errors.js';
import type { RawRecord } from '../../core/record.js';
import type { RecordSubject, RecordView } from '../../protocol/record.js';
import type { RecordNames } from './rows.js';

/** What the record page needs of the extension. */
export interface RecordServices {
  connection(connectionId: string): Promise<RecordView['connection']>;
  /** Reads the record; `ask` allows asking the user for a password that is missing. Never rejects. */
  read(subject: RecordSubject, options: { ask: boolean }): Promise<Result<RawRecord>>;
  /** Names for the record's ids, as far as they can be read. */
  names(subject: RecordSubject, record: RawRecord): Promise<RecordNames>;
  /** Hears when a connection was added, edited or removed. */
  onDidChangeConnections(listener: () => void): { dispose(): void };
  /** Opens the update form for the record, on the connection of the page. */
  update(subject: RecordSubject): Promise<void>;
  copy(text: string): Promise<void>;
  showOutput(): void;
  /** For the log: a message from the page that was not served. No secret, no customer data. */
  report(text: string): void;
}
