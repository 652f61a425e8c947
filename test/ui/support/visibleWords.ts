import type { Locator } from 'playwright-core';

/** What is the same in every language: names of the API and of programs, addresses, formats. */
const universal = [
  /\bhttps?:\/\/\S+/g,
  /\/api\/\S*/g,
  /\b(?:GET|PUT|POST) \S+/g,
  /\b[a-z]+(?:-[a-z]+)+\b/g,
  /\b[a-z]+(?:_[a-z]+)+\b/g,
  /\b(?:PUT|GET|POST|HTTP|JSON|CRM|API|URL|NIP|Thulium|Europe\/Warsaw|cURL|Ctrl|Enter|Escape)\b/g,
  /\b[\w-]+\.thulium\.json\b/g,
];

/** Every text inside an element that a reader or a screen reader meets, without what is the same everywhere. */
export async function visibleTexts(element: Locator): Promise<string[]> {
  const texts = await element.evaluateAll((roots) =>
    roots.flatMap((root) => {
      const found: string[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      for (let node: Node | null = root; node; node = walker.nextNode()) {
        if (node instanceof Element) {
          for (const name of ['aria-label', 'aria-description', 'placeholder', 'title', 'alt'])
            found.push(node.getAttribute(name) ?? '');
        } else if (node.parentElement?.closest('style, script, pre, code, [hidden]') === null) {
          found.push(node.textContent ?? '');
        }
      }
      return found;
    }),
  );
  return [...new Set(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== ''))];
}

/** The texts that hold words in plain letters: with accented words everywhere else, nobody has translated them. */
export function plain(texts: readonly string[]): string[] {
  return texts.filter((text) =>
    /[A-Za-z]{3,}/.test(universal.reduce((rest, pattern) => rest.replaceAll(pattern, ''), text)),
  );
}
