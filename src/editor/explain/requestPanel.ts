import * as vscode from 'vscode';
import {
  requestContract,
  type RequestAction,
  type RequestContract,
  type RequestView,
} from '../../protocol/request.js';
import { serve, type RpcServer } from '../../protocol/rpc.js';
import { drawPage, portOf } from '../webviews/webviewPage.js';

/** Longest message taken from a page, in bytes: a long paste with everything that JSON escapes in it. */
const maxBytes = 8_000_000;

/** What a page shows: a request with its diagnosis, and the text that it was read from, secrets hidden. */
export interface Shown {
  text: string;
  view: RequestView;
}

export interface RequestPanelOptions {
  viewType: string;
  title: string;
  extensionUri: vscode.Uri;
  shown: Shown | undefined;
  act(action: RequestAction): Promise<void>;
  /** Only on a page that takes a paste; `message` tells why there is nothing to show. */
  explain?(text: string): Promise<Shown | { text: string; message: string }>;
  /** Saves the records of a group of failed calls. */
  saveGroup?(index: number): Promise<void>;
  /** Hears of messages of the page that were not served. */
  report(text: string): void;
}

/** One page with a request; another request may take its place. */
export class RequestPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly server: RpcServer<RequestContract>;
  private shown: Shown | undefined;
  readonly onDidDispose: vscode.Event<void>;

  constructor(private readonly options: RequestPanelOptions) {
    const { viewType, title, extensionUri } = options;
    this.shown = options.shown;
    this.panel = vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active);
    this.onDidDispose = this.panel.onDidDispose;
    this.server = serve(
      requestContract,
      portOf(this.panel.webview),
      {
        start: () =>
          Promise.resolve({
            language: vscode.env.language,
            bundle: vscode.l10n.bundle ?? {},
            explains: options.explain !== undefined,
            text: this.shown?.text ?? '',
            view: this.shown?.view ?? null,
          }),
        act: async ({ action }) => {
          await options.act(action);
          return {};
        },
        saveGroup: async ({ index }) => {
          await options.saveGroup?.(index);
          return {};
        },
        explain: ({ text }) => this.explain(text),
      },
      {
        report: ({ kind, name = '' }) => {
          options.report(`${viewType}: ${kind} ${name}`);
        },
        maxBytes,
      },
    );
    this.panel.onDidDispose(() => {
      this.server.dispose();
    });
    drawPage(this.panel.webview, extensionUri, { name: 'request', title });
  }

  /** Puts a request in the place of the one shown, and brings the page to the front. */
  show(shown: Shown, title: string): void {
    this.shown = shown;
    this.panel.title = title;
    this.server.notify('show', shown);
    this.panel.reveal();
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async explain(
    text: string,
  ): Promise<{ text: string; view: RequestView | null; message: string | null }> {
    const answer = (await this.options.explain?.(text)) ?? { text: '', message: '' };
    if ('message' in answer) return { ...answer, view: null };
    this.shown = answer;
    return { ...answer, message: null };
  }
}
