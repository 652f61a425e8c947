import { leavesDoNotCall } from '../../core/dialing.js';
import { recordText, type RawRecord, type RecordUpdate } from '../../core/record.js';
import type { ThuliumClient } from '../../thulium/types.js';
import type { Pacer } from '../run/run.js';
import { readMappedRows, type BulkMapping, type RowMapper } from './mapping.js';
import { verdicts, type Plan, type Verdict, type PlanOptions } from './plan.js';
import { emptyBits, fingerprint, isInWork, remember } from '../journal/valuesBefore.js';
import type { RecordIndex } from './rowTable.js';
import { campaignIdPattern } from '../../core/ids.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import { namesOfStatuses } from './checkRow.js';

export interface PlanReadOptions {
  plan: Plan;
  index: RecordIndex;
  client: ThuliumClient;
  pacer: Pacer;
  /** Single reads at a time. */
  concurrency: number;
  /** Send although somebody works on the record. */
  includeInWork: boolean;
  /** Send although that takes the record out of Do not call. */
  includeDoNotCall: boolean;
  /** Reads at most, so that a plan stays a matter of minutes; what is left is read before each write anyway. */
  maxReads: number;
  /** In a restore: true when somebody changed the record since. */
  isChanged?: (row: number, record: RawRecord) => Promise<boolean>;
  signal?: AbortSignal;
  onProgress?: (progress: { phase: 'records'; done: number }) => void;
}

/** The count of each verdict that a read leads to. */
const countOf = {
  'in-work': 'inWork',
  'not-found': 'notFound',
  changed: 'changed',
  'do-not-call': 'doNotCall',
} as const;

/** Records a page, the most that the API gives. */
const pageSize = 100;

/**
 * Reads the records that a plan would write, best effort: in pages where that takes fewer requests,
 * else one by one. A record that no page has is then asked for by itself, for only the system's own answer
 * to that tells that there is none. Completes the plan with records in work, missing ones, restorability
 * and fingerprints.
 */
export async function readRecordsForPlan(options: PlanReadOptions): Promise<void> {
  const reads = new PlanReads(options);
  for (const [campaignId, rows] of options.plan.campaigns) await reads.pages(campaignId, rows);
  if (reads.isOpenLeft) await reads.singles();
  await reads.leaveOutDoNotCall();
  reads.finish();
}

class PlanReads {
  private requests = 0;
  private done = 0;
  private refused = false;
  /** Records that are Do not call: whether a row takes one out of it is asked of the row. */
  private readonly saidNo = new Map<number, RawRecord>();

  constructor(private readonly options: PlanReadOptions) {}

  /** Reads a campaign's records where single reads are not the better way. */
  async pages(campaignId: string, rows: number): Promise<void> {
    if (rows <= 3) return;
    const { client, index, pacer, signal, maxReads } = this.options;
    for (let offset = 0; this.requests < maxReads; offset += pageSize) {
      if (signal?.aborted === true) return;
      await pacer.take(signal);
      this.requests++;
      const page = await client.listRecords(
        campaignId,
        { limit: pageSize, offset },
        signal ? { signal } : {},
      );
      if (!page.ok) return;
      if (offset === 0 && page.value.count / pageSize > rows) return;
      for (const record of page.value.records) {
        const customerId = recordText(record, 'customer_id');
        const row = customerId === undefined ? undefined : index.find(campaignId, customerId);
        if (row !== undefined) await this.take(row, record);
      }
      if (page.value.records.length < pageSize) return;
    }
  }

  /** Whether there are rows to send whose record is still unknown. */
  get isOpenLeft(): boolean {
    const { total } = this.options.plan.counts;
    for (let row = 0; row < total; row++) if (this.isOpen(row)) return true;
    return false;
  }

  /** Reads the records that are still unknown. */
  async singles(): Promise<void> {
    const queue: { row: number; update: RecordUpdate }[] = [];
    const { plan, index, concurrency, maxReads } = this.options;
    for await (const { rows } of readMappedRows(plan).batches) {
      for (const { source, mapped } of rows) {
        // A second row of a record will find it as the first one leaves it.
        const isFirst = index.find(mapped.campaignId, mapped.customerId) === source.index;
        if (isFirst && this.isOpen(source.index)) queue.push({ row: source.index, update: mapped });
      }
      const worker = async (): Promise<void> => {
        for (
          let next = queue.shift();
          next && !this.refused && this.requests < maxReads;
          next = queue.shift()
        ) {
          await this.single(next.row, next.update);
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      if (this.refused || this.requests >= maxReads || this.options.signal?.aborted === true) return;
    }
  }

  /** Leaves out the rows that would take their record out of Do not call. */
  async leaveOutDoNotCall(): Promise<void> {
    if (this.saidNo.size === 0) return;
    const { plan } = this.options;
    for await (const { rows } of readMappedRows(plan).batches) {
      for (const { source, mapped } of rows) {
        const record = this.saidNo.get(source.index);
        const statuses = plan.knowledge.get(mapped.campaignId)?.statuses;
        if (record && leavesDoNotCall(record, mapped.fields, statuses))
          this.settle(source.index, 'do-not-call');
      }
    }
  }

  finish(): void {
    const { plan } = this.options;
    const { counts, facts } = plan;
    counts.restorable = { fully: 0, partly: 0, not: 0, unknown: 0 };
    for (let row = 0; row < counts.total; row++) {
      if (facts.verdicts.get(row) !== verdicts.indexOf('send')) continue;
      if (facts.fingerprints.get(row) === 0) {
        counts.restorable.unknown++;
        continue;
      }
      const fields = facts.fields.get(row);
      const lost = fields & facts.empty.get(row);
      counts.restorable[lost === 0 ? 'fully' : lost === fields ? 'not' : 'partly']++;
    }
    if (counts.restorable.unknown > 0) plan.unchecked.push('records');
  }

  private isOpen(row: number): boolean {
    const { facts } = this.options.plan;
    return facts.verdicts.get(row) === verdicts.indexOf('send') && facts.fingerprints.get(row) === 0;
  }

  private async single(row: number, { campaignId, customerId }: RecordUpdate): Promise<void> {
    const { client, pacer, signal } = this.options;
    await pacer.take(signal);
    if (signal?.aborted === true) return;
    this.requests++;
    const read = await client.getRecord(campaignId, customerId, signal ? { signal } : {});
    if (read.ok) await this.take(row, read.value);
    else if (read.failure.code === 'not-found') this.settle(row, 'not-found');
    else this.refused = true;
  }

  private async take(row: number, record: RawRecord): Promise<void> {
    const { facts } = this.options.plan;
    const remembered = remember(record);
    facts.fingerprints.set(row, fingerprint(remembered));
    facts.empty.set(row, emptyBits(remembered));
    if ((await this.options.isChanged?.(row, record)) === true) this.settle(row, 'changed');
    if (isInWork(record) && !this.options.includeInWork) this.settle(row, 'in-work');
    if (record.system_status === 'NO_CALL' && !this.options.includeDoNotCall) this.saidNo.set(row, record);
    this.done++;
    if (this.done % pageSize === 0) this.options.onProgress?.({ phase: 'records', done: this.done });
  }

  private settle(row: number, verdict: Extract<Verdict, keyof typeof countOf>): void {
    const { counts, facts } = this.options.plan;
    if (facts.verdicts.get(row) !== verdicts.indexOf('send')) return;
    facts.verdicts.set(row, verdicts.indexOf(verdict));
    counts.send--;
    counts[countOf[verdict]]++;
  }
}

/** Learns statuses and agents of each campaign once, best effort. */
export class CampaignReader {
  readonly known = new Map<string, CampaignKnowledge & { statusNames?: Record<string, string> }>();
  readonly unchecked = new Set<string>();
  private readonly names: Record<string, Record<string, string>> = {};

  constructor(private readonly options: PlanOptions) {}

  /** A mapping that sees the names of statuses as they become known. */
  share(mapping: BulkMapping): BulkMapping {
    return { ...mapping, statusNames: this.names };
  }

  learn(campaignId: string, mapper: RowMapper): Promise<void> | undefined {
    const { client } = this.options;
    if (!client || this.known.has(campaignId) || !campaignIdPattern.test(campaignId)) return undefined;
    const wantsAgents =
      mapper.columnOf('agent_login') !== undefined ||
      this.options.constants?.fields?.agent_login !== undefined;
    return this.ask(client, campaignId, wantsAgents);
  }

  private async ask(client: ThuliumClient, campaignId: string, wantsAgents: boolean): Promise<void> {
    const options = this.options.signal ? { signal: this.options.signal } : {};
    const [statuses, agents] = await Promise.all([
      client.listStatuses(campaignId, options),
      wantsAgents ? client.listAgents(campaignId, options) : undefined,
    ]);
    const known: CampaignKnowledge & { statusNames?: Record<string, string> } = {};
    if (statuses.ok) {
      known.statuses = statuses.value;
      known.statusNames = this.names[campaignId] = namesOfStatuses(statuses.value);
    } else this.unchecked.add('statuses');
    if (agents?.ok === true) known.agents = agents.value;
    else if (agents) this.unchecked.add('agents');
    this.known.set(campaignId, known);
  }
}
