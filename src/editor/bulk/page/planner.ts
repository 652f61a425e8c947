import * as vscode from 'vscode';
import { type FileProblem, readFileStart, type FileStart } from '../../../bulk/source/fileStart.js';
import { guessMapping, type BulkMapping } from '../../../bulk/plan/mapping.js';
import type { Plan } from '../../../bulk/plan/plan.js';
import type { Connection } from '../../../core/connection.js';
import type { Access, Services } from '../../services.js';
import { bulkEngine } from '../engine.js';
import { planFile, wordReading } from '../bulkCommand.js';
import { bulkRunsOf } from '../runs.js';
import { type Chosen, rememberedMapping } from './choices.js';
import type { Source } from './openPage.js';

/** Rows shown as they will be sent. */
const previewRows = 5;

/** What is known of a page's file now. */
export interface Planned {
  fileStart: FileStart | undefined;
  mapping: BulkMapping;
  plan: Plan | undefined;
  problem: FileProblem | undefined;
  connection: Connection | undefined;
  /** Undefined also while the connection's password is missing. */
  access: Access | undefined;
  /** In words, while something is read. */
  reading: string | undefined;
}

/**
 * Plans a page's file as often as a choice changes: at once from the file alone, then with the records, which
 * takes longer. A newer plan ends the one before.
 */
export class PagePlanner implements vscode.Disposable {
  current: Planned = {
    fileStart: undefined,
    mapping: { columns: {} },
    plan: undefined,
    problem: undefined,
    connection: undefined,
    access: undefined,
    reading: vscode.l10n.t('reading the file…'),
  };
  private abort = new AbortController();

  constructor(
    private readonly services: Services,
    private readonly source: Source,
    private readonly onChange: () => void,
  ) {}

  /**
   * Resolves when the plan is made, or was overtaken by a newer one.
   *
   * @param mayAsk the user ordered it, so that a missing password may be asked for
   */
  async plan(chosen: Chosen, mayAsk: boolean): Promise<void> {
    this.abort.abort();
    const abort = (this.abort = new AbortController());
    const set = (change: Partial<Planned>): boolean => {
      if (abort.signal.aborted) return false;
      this.current = { ...this.current, ...change };
      this.onChange();
      return true;
    };
    if (!set({ reading: vscode.l10n.t('reading the file…') })) return;
    const { request } = chosen;
    const peeked = await readFileStart(request.file, request, previewRows);
    if (!peeked.ok) {
      set({ fileStart: undefined, plan: undefined, problem: peeked.problem, reading: undefined });
      return;
    }
    const { fileStart } = peeked;
    const { columns } = fileStart;
    const mapping = request.mapping ?? rememberedMapping(this.services, columns) ?? guessMapping(columns);
    const connection = await this.connection();
    if (!set({ fileStart, mapping, connection })) return;
    const access = connection && (await this.access(connection, mayAsk));
    if (!set({ access })) return;
    const steps = access && chosen.options.rememberBefore ? [false, true] : [false];
    for (const readRecords of steps) {
      if (
        !(await this.step(
          { ...chosen, request: { ...request, mapping } },
          access,
          readRecords,
          abort.signal,
          set,
        ))
      )
        break;
    }
    set({ reading: undefined });
  }

  dispose(): void {
    this.abort.abort();
    bulkRunsOf(this.services).diagnostics.clear(this.shownUri);
  }

  /** The file by which the user knows it. */
  get shownUri(): vscode.Uri {
    return vscode.Uri.file(this.source.copyOf ?? this.source.file);
  }

  /** False when the file cannot be used, or a newer plan has begun. */
  private async step(
    { request, options }: Chosen,
    access: Access | undefined,
    readRecords: boolean,
    signal: AbortSignal,
    set: (change: Partial<Planned>) => boolean,
  ): Promise<boolean> {
    const result = await planFile({
      engine: bulkEngine(this.services),
      request,
      access,
      readRecords,
      includeInWork: options.includeInWork,
      includeDoNotCall: options.includeDoNotCall,
      sendDuplicates: options.sendDuplicates,
      signal,
      onProgress: ({ phase, done }) => {
        set({ reading: wordReading(phase, done) });
      },
    });
    if (!result) return false;
    const { diagnostics } = bulkRunsOf(this.services);
    if (!result.ok) {
      diagnostics.showFile(this.shownUri, result.problem);
      set({ plan: undefined, problem: result.problem });
      return false;
    }
    const { plan } = result;
    diagnostics.showRows(this.shownUri, plan.problems, this.source.lineShift ?? 0);
    return set({
      plan,
      problem: undefined,
      ...(readRecords ? {} : { reading: vscode.l10n.t('reading records in Thulium…') }),
    });
  }

  /** Without a connection the file alone is judged, and the page invites to choose one. */
  private async connection(): Promise<Connection | undefined> {
    const connection = await this.services.connections.resolve();
    return connection.ok ? connection.value : undefined;
  }

  private async access(connection: Connection, mayAsk: boolean): Promise<Access | undefined> {
    const { connections } = this.services;
    if (mayAsk) await connections.open(connection);
    const opened = await connections.openUnasked(connection);
    return opened && this.services.access(opened);
  }
}
