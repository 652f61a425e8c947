import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../protocol/rpc.js';
import { pageHtml, pageStyles, sharedCode, type PageName } from './pageHtml.js';

/** Draws a page of ours into a webview, which may load the bundles of pages and nothing else. */
export function drawPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: { name: PageName; title: string },
): void {
  const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  webview.html = pageHtml({
    script: uri(`${page.name}/main.js`),
    imported: uri(sharedCode),
    styles: pageStyles(page.name).map(uri),
    nonce: randomBytes(16).toString('base64'),
    language: vscode.env.language,
    title: page.title,
  });
}

/** The host's end of a webview's message pipe. */
export function portOf(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => {
        subscription.dispose();
      };
    },
  };
}
