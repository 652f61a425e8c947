import * as vscode from 'vscode';
import { encodings } from '../../../bulk/source/encoding.js';
import type { BulkOutcome } from '../../../core/outcome.js';
import { commands } from '../../../manifest.js';
import { bulkContract, type BulkContract, type BulkLine, type BulkState } from '../../../protocol/bulk.js';
import { type Port, serve, type RpcServer } from '../../../protocol/rpc.js';
import type { Services } from '../../services.js';
import { bulkEngine } from '../engine.js';
import { confirmRows } from '../runCommands.js';
import { openResultsFile, rememberToFix, saveToAdd, saveToFix } from '../bulkOutcome.js';
import { refusedBulk } from '../../../messages/outcomes.js';
import { sendPlan } from '../runToEnd.js';
import { withChoice, type Chosen, rememberMapping, type SavedPage } from './choices.js';
import { PageRun, tryOneRow } from './pageRun.js';
import { PagePlanner } from './planner.js';
import { fileView } from './pageView.js';

interface PageEvents {
  onChosen: (page: SavedPage) => void;
  onSubject: (name: string) => void;
}

/** One page of a bulk update: holds what was chosen, the plan, and the run that was sent from it. */
export class BulkSession implements vscode.Disposable {
  /** How the run of this page ended; `cancelled` when the page is closed before. */
  readonly ended: Promise<BulkOutcome>;
  private settle: (outcome: BulkOutcome) => void = () => undefined;
  private chosen: Chosen;
  private readonly planner: PagePlanner;
  private readonly server: RpcServer<BulkContract>;
  private readonly subscription: vscode.Disposable;
  private tried: BulkLine[] = [];
  private toFixFile: string | undefined;
  private readonly run: PageRun;
  /** Something is under way that must not be begun twice. */
  private isBusy = false;

  constructor(
    private readonly services: Services,
    port: Port,
    private readonly page: SavedPage,
    private readonly events: PageEvents & {
      /** A page that VS Code restored: it asks for nothing and finds its run again. */
      isRestored: boolean;
    },
  ) {
    this.chosen = page.chosen;
    this.ended = new Promise((resolve) => (this.settle = resolve));
    const tell = (): void => {
      this.tell();
    };
    this.planner = new PagePlanner(services, page.source, tell);
    this.run = new PageRun(services, tell);
    this.server = serve(bulkContract, port, this.handlers(), {
      report: ({ kind, name }) => {
        services.output.warn(`Bulk update page: ${kind} ${name ?? ''}`);
      },
    });
    const { connections } = services;
    const replan = (): void => void this.planner.plan(this.chosen, false);
    this.subscription = vscode.Disposable.from(
      connections.active.onDidChange(replan),
      connections.onDidChange(replan),
      services.context.secrets.onDidChange(() => {
        if (!this.planner.current.access) replan();
      }),
    );
    events.onChosen(page);
    events.onSubject(this.state().file.name);
    void this.planner.plan(this.chosen, !events.isRestored);
    if (events.isRestored && page.runId !== undefined) void this.run.find(page.runId);
  }

  dispose(): void {
    this.subscription.dispose();
    this.server.dispose();
    this.planner.dispose();
    if (!this.run.isUnderWay) this.settle(refusedBulk({ code: 'cancelled' }));
  }

  private handlers(): Parameters<typeof serve<BulkContract>>[2] {
    const order = (work: () => unknown) => (): Promise<Record<string, never>> => {
      void Promise.resolve(work()).catch((error: unknown) => {
        this.services.output.error(`Bulk update page: ${String(error)}`);
      });
      return Promise.resolve({});
    };
    const command = (id: string, ...input: unknown[]) =>
      order(() => vscode.commands.executeCommand(id, ...input));
    const ofRun = (id: string) => order(() => this.run.command(id));
    return {
      start: () =>
        Promise.resolve({
          id: this.page.id,
          language: vscode.env.language,
          bundle: vscode.l10n.bundle ?? {},
          encodings: [...encodings],
          state: this.state(),
        }),
      choose: (choice) =>
        order(() => {
          const { mapping, plan } = this.planner.current;
          const suggested = (plan?.questions ?? []).flatMap(({ code, fix }) =>
            fix && code !== 'date-ambiguous' ? [fix] : [],
          );
          this.chosen = withChoice(this.chosen, choice, mapping, suggested);
          this.tried = [];
          this.save();
          return this.planner.plan(this.chosen, false);
        })(),
      refresh: order(() => this.planner.plan(this.chosen, true)),
      send: order(() => this.alone(() => this.send())),
      tryOne: order(() => this.alone(() => this.tryOne())),
      saveToFix: order(() => this.alone(() => this.saveToFix())),
      showProblems: order(() => this.showProblems()),
      pause: order(() => {
        this.run.pause();
      }),
      resume: order(() => this.run.resume()),
      cancel: order(() => {
        this.run.cancel();
      }),
      openResults: order(() => openResultsFile(this.run.outcome?.resultsFile ?? '')),
      retry: ofRun(commands.retryFailedRows),
      restore: ofRun(commands.restoreBulkUpdate),
      showOutput: order(() => {
        this.services.output.show();
      }),
      addConnection: command(commands.addConnection),
      switchConnection: command(commands.switchConnection),
      startSimulator: command(commands.startSimulator),
    };
  }

  /** Runs one thing at a time; a second press finds it under way. */
  private async alone(work: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.tell();
    try {
      await work();
    } finally {
      this.isBusy = false;
      this.tell();
    }
  }

  private async send(): Promise<void> {
    const { plan, access, fileStart } = this.planner.current;
    if (!plan || !access || plan.counts.send === 0) return;
    const title = vscode.l10n.t('Update Records from File');
    if (!(await confirmRows(title, plan.counts.send, access.connection))) return;
    if (fileStart) await rememberMapping(this.services, fileStart.columns, plan.mapping);
    this.tried = [];
    this.run.outcome = undefined;
    const outcome = await sendPlan(this.services, {
      engine: bulkEngine(this.services),
      access,
      plan,
      rejectsFile: this.toFixFile,
      concurrency: undefined,
      ...this.chosen.options,
      copyOf: this.page.source.copyOf,
      onBegun: (run) => {
        this.page.runId = run.runId;
        this.save();
        this.run.follow(run);
      },
    });
    await this.run.end(outcome);
    this.settle(outcome);
  }

  private save(): void {
    this.events.onChosen({ ...this.page, chosen: this.chosen });
  }

  private async tryOne(): Promise<void> {
    const { plan, access } = this.planner.current;
    if (!plan || !access) return;
    this.tried = [{ kind: 'info', text: vscode.l10n.t('Looking for a row that can be restored in full…') }];
    this.tell();
    this.tried = await tryOneRow(this.services, access, plan, new AbortController().signal);
    // The record may now look otherwise than the plan remembers it, and the run would take it for changed by someone.
    await this.planner.plan(this.chosen, false);
  }

  private async saveToFix(): Promise<void> {
    const { plan, fileStart } = this.planner.current;
    if (!plan) return;
    this.toFixFile = await saveToFix(this.services, bulkEngine(this.services), plan);
    await saveToAdd(this.services, bulkEngine(this.services), plan);
    if (this.toFixFile === undefined) return;
    if (fileStart)
      await rememberMapping(this.services, [...fileStart.columns, vscode.l10n.t('To fix')], plan.mapping);
    if (this.run.outcome) await rememberToFix(this.services, this.toFixFile, this.run.outcome.runId);
    await openResultsFile(this.toFixFile);
  }

  private async showProblems(): Promise<void> {
    await vscode.window.showTextDocument(this.planner.shownUri, { viewColumn: vscode.ViewColumn.Beside });
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  private tell(): void {
    this.server.notify('state', this.state());
  }

  private state(): BulkState {
    const { current } = this.planner;
    const { source } = this.page;
    const { connection } = current;
    return {
      ...fileView({
        ...current,
        chosen: this.chosen,
        shownFile: source.copyOf ?? source.file,
        lineShift: source.lineShift ?? 0,
        dates: this.services.dates(),
      }),
      connection: connection
        ? {
            id: connection.id,
            name: connection.name,
            address: connection.baseUrl,
            username: connection.username,
            production: connection.production,
            readOnly: connection.readOnly,
          }
        : null,
      isLocked: connection !== undefined && current.access === undefined,
      reading: current.reading ?? null,
      isBusy: this.isBusy,
      tried: this.tried,
      toFixFile: this.toFixFile === undefined ? null : vscode.workspace.asRelativePath(this.toFixFile),
      ...this.run.view(),
    };
  }
}
