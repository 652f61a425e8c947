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
