/** What the page of a webview is made of; URIs as the webview sees them. */
export interface PageParts {
  script: string;
  style: string;
  /** Random, new for each page. */
  nonce: string;
  /** BCP 47. */
  language: string;
  title: string;
}

/**
 * The page of a webview. Its policy lets in the one script, with what it imports, and the one style
 * sheet, by nonce; nothing else, no inline code, no request to anywhere.
 */
export function pageHtml({ script, style, nonce, language, title }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="${escape(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(title)}</title>
    <link rel="stylesheet" nonce="${escape(nonce)}" href="${escape(style)}">
  </head>
  <body>
    <script type="module" nonce="${escape(nonce)}" src="${escape(script)}"></script>
  </body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}
