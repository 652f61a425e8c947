import type { Locator } from 'playwright-core';

/** Texts inside an element that it shows only in part, the hint of an empty box among them. */
export function cutTexts(element: Locator): Promise<string[]> {
  return element.evaluate((root) => {
    const isCut = (each: Element): boolean =>
      each.clientWidth > 0 &&
      each.scrollWidth > each.clientWidth + 1 &&
      getComputedStyle(each).overflowX !== 'visible';
    const pen = document.createElement('canvas').getContext('2d');
    const isHintCut = (box: HTMLInputElement): boolean => {
      const style = getComputedStyle(box);
      if (!pen || box.value !== '') return false;
      pen.font = style.font;
      const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      return pen.measureText(box.placeholder).width > room;
    };
    const hints = [...root.querySelectorAll('input')].filter(isHintCut).map((box) => box.placeholder);
    const cut = [...root.querySelectorAll('*')].filter(isCut);
    const innermost = cut.filter((each) => !cut.some((other) => other !== each && each.contains(other)));
    return [...innermost.map((each) => each.textContent.trim()), ...hints].filter((text) => text !== '');
  });
}
