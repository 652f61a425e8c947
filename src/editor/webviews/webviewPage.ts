import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../protocol/rpc.js';

/** The folder of one page's bundle below `dist/webview`. */
export type PageName = 'form' | 'record' | 'request' | 'bulk';

/** The code that all pages share, below `dist/webview`; see the builds of the pages in `esbuild.js`. */
export const sharedCode = 'kit/shared.js';

/** The style sheets of a page below `dist/webview`: those that pages share, then its own. */
export function pageStyles(name: PageName): string[] {
  const shared = name === 'request' ? ['kit'] : ['kit', 'layout'];
  return [...shared.map((each) => `kit/${each}.css`), `${name}/main.css`];
}

/** What the page of a webview is made of; URIs as the webview sees them. */
interface PageParts {
  script: string;
  /** What the script imports, so that it is there when it is asked for. */
  imported: string;
  /** In the order of the cascade. */
  styles: readonly string[];
  /** Random, new for each page. */
  nonce: string;
  /** BCP 47. */
  language: string;
  title: string;
}

/**
 * The page of a webview. Its policy lets in the one script, with what it imports, and the style
 * sheets, by nonce; nothing else, no inline code, no request to anywhere.
 */
export function pageHtml({ script, imported, styles, nonce, language, title }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const links = styles.map(
    (style) => `<link rel="stylesheet" nonce="${escape(nonce)}" href="${escape(style)}">`,
  );
  return `<!doctype html>
<html lang="${escape(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(title)}</title>
    ${links.join('\n    ')}
    <link rel="modulepreload" nonce="${escape(nonce)}" href="${escape(imported)}">
  </head>
  <body>
    <script type="module" nonce="${escape(nonce)}" src="${escape(script)}"></script>
  </body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}

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
