import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { pageHtml, pageStyles, sharedCode, type PageName } from '../../../src/editor/webviews/pageHtml.js';
import type { Port } from '../../../src/protocol/rpc.js';
import { repositoryRoot } from '../../support/editor/installed.js';
import { openBrowser } from '../../support/editor/page.js';

/** A real page of ours in a browser of its own, answered by its real session. */
export interface StandalonePage {
  page: Page;
  /** Sends the host any message, as a page that was taken over could. */
  forge(message: unknown): Promise<void>;
  /** What the page has written to its console, and errors it did not catch. */
  complaints: string[];
  /** Loads the page anew, with the state that it had saved. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface StandalonePageOptions {
  name: PageName;
  /** Makes the session that answers the page. */
  session: (port: Port) => { dispose(): void };
  /** Colours and class of a theme. */
  theme?: { kind: string; variables: Record<string, string> } | undefined;
}

/** What `exposeFunction` puts into the page. */
interface Bridge {
  postToHost(message: unknown): Promise<void>;
}

const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' };

/** Opens a page as `npm run build` has left it in `dist/webview`. */
export async function openPage(options: StandalonePageOptions): Promise<StandalonePage> {
  const nonce = 'bm9uY2U=';
  const server = createServer(({ url = '/' }, response) => {
    const file = /^\/([\w./-]+\.(js|css))$/.exec(url);
    response.setHeader('content-type', `${types[file?.[2] ?? ''] ?? 'text/html'}; charset=utf-8`);
    response.end(
      file?.[1] === undefined
        ? pageHtml({
            script: `/${options.name}/main.js`,
            imported: `/${sharedCode}`,
            styles: pageStyles(options.name).map((file) => `/${file}`),
            nonce,
            language: 'en',
            title: options.name,
          })
        : readFileSync(join(repositoryRoot, 'dist', 'webview', file[1])),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const { context, page } = await openBrowser('en');
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  let listener: ((message: unknown) => void) | undefined;
  const session = options.session({
    post: (message) =>
      void page
        .evaluate((data) => {
          window.postMessage(data, '*');
        }, message)
        .catch(() => undefined),
    listen: (next) => {
      listener = next;
      return () => {
        listener = undefined;
      };
    },
  });
  await page.exposeFunction('postToHost', (message: unknown) => listener?.(message));
  await page.addInitScript(
    ({ kind, variables }) => {
      const key = 'vscode-state';
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) => {
            void (window as unknown as Bridge).postToHost(message);
          },
          getState: (): unknown => JSON.parse(sessionStorage.getItem(key) ?? 'null'),
          setState: (state: unknown) => {
            sessionStorage.setItem(key, JSON.stringify(state));
          },
        }),
      });
      document.addEventListener('DOMContentLoaded', () => {
        document.body.className = kind;
        for (const [name, value] of Object.entries(variables)) {
          document.documentElement.style.setProperty(name, value);
        }
      });
    },
    options.theme ?? { kind: 'vscode-dark', variables: {} },
  );
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.locator('main').waitFor();
  return {
    page,
    complaints,
    forge: (message) =>
      page.evaluate((data) => {
        void (window as unknown as Bridge).postToHost(data);
      }, message),
    reload: async () => {
      await page.reload();
      await page.locator('main').waitFor();
    },
    close: async () => {
      session.dispose();
      await context.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
