import calendar from '@vscode/codicons/src/icons/calendar.svg' with { type: 'text' };
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg' with { type: 'text' };
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg' with { type: 'text' };
import copy from '@vscode/codicons/src/icons/copy.svg' with { type: 'text' };
import error from '@vscode/codicons/src/icons/error.svg' with { type: 'text' };
import info from '@vscode/codicons/src/icons/info.svg' with { type: 'text' };
import lock from '@vscode/codicons/src/icons/lock.svg' with { type: 'text' };
import pass from '@vscode/codicons/src/icons/pass.svg' with { type: 'text' };
import plug from '@vscode/codicons/src/icons/plug.svg' with { type: 'text' };
import refresh from '@vscode/codicons/src/icons/refresh.svg' with { type: 'text' };
import warning from '@vscode/codicons/src/icons/warning.svg' with { type: 'text' };

/** The few codicons in use, as their own SVG: the whole icon font would be a fifth of the extension. */
const icons = {
  calendar,
  'chevron-down': chevronDown,
  'circle-slash': circleSlash,
  copy,
  error,
  info,
  lock,
  pass,
  plug,
  refresh,
  warning,
};

export type IconName = keyof typeof icons;

/** A codicon in the colour of the text around it, hidden from screen readers. */
export function icon(name: IconName): SVGElement {
  const { documentElement } = new DOMParser().parseFromString(icons[name], 'image/svg+xml');
  const svg = document.importNode(documentElement, true) as unknown as SVGElement;
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  return svg;
}
