import * as l10n from '@vscode/l10n';
import type { Activity, RequestPreview } from '../../protocol/form.js';
import { element } from '../kit/controls.js';
import { phaseText, type ActionBar } from './actionBar.js';
import { createCrashPane, createResultPane, resultHeadline, type ResultActions } from './resultPane.js';
import { createReviewPane } from './reviewPane.js';

interface ActivityActions extends ResultActions {
  decide: (reviewId: number, decision: 'send' | 'cancel') => void;
}

/** The place where progress, review and result appear, one at a time. */
interface ActivityPanes {
  root: HTMLElement;
  readonly current: Activity;
  show(activity: Activity): void;
  /** Takes the result away. */
  clear(): void;
}

export function createActivityPanes(
  bar: Pick<ActionBar, 'showBusy'>,
  actions: ActivityActions,
  say: (text: string) => void,
): ActivityPanes {
  const root = element('div', { class: 'activity' });
  let current: Activity = { state: 'idle' };

  function replace(...panes: HTMLElement[]): void {
    const hadFocus = root.contains(document.activeElement);
    root.replaceChildren(...panes);
    if (hadFocus) focusTitle();
    // In a narrow window the panes stand below the fields, where nobody would see them come.
    if (panes.length > 0) root.scrollIntoView({ block: 'nearest' });
  }

  function focusTitle(): void {
    const title = root.querySelector<HTMLElement>('h2');
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  }

  function showReview(activity: Extract<Activity, { state: 'review' }>): void {
    const text = l10n.t('Review the changes to continue.');
    bar.showBusy(text);
    replace(
      createReviewPane(activity.review, (decision) => {
        actions.decide(activity.reviewId, decision);
      }),
    );
    say(text);
    focusTitle();
  }

  return {
    root,
    get current() {
      return current;
    },
    show(activity) {
      current = activity;
      if (activity.state === 'review') {
        showReview(activity);
        return;
      }
      bar.showBusy(activity.state === 'working' ? phaseText(activity.phase) : undefined);
      switch (activity.state) {
        case 'working':
          replace();
          say(phaseText(activity.phase));
          break;
        case 'done':
          replace(createResultPane(activity, actions));
          say([resultHeadline(activity), activity.outcome.error?.message ?? ''].join('. '));
          if (document.activeElement === document.body) focusTitle();
          break;
        case 'crashed':
          replace(createCrashPane(actions.showOutput));
          say(root.textContent);
          break;
        case 'idle':
          replace();
          break;
      }
    },
    clear() {
      root.replaceChildren();
    },
  };
}

/** The request that Send would send, as text. */
export function createRequestPane(): { root: HTMLElement; show(preview: RequestPreview | null): void } {
  const text = element('pre', { id: 'request', tabindex: '0', 'aria-label': l10n.t('Request') });
  const root = element(
    'section',
    { class: 'pane', 'aria-labelledby': 'request-title' },
    element('h2', { id: 'request-title' }, l10n.t('Request')),
    text,
  );
  return {
    root,
    show(preview) {
      root.classList.toggle('empty', preview === null);
      text.replaceChildren(
        ...(preview ? lines(preview) : [l10n.t('Complete the required fields to preview the request.')]),
      );
    },
  };
}

function lines({ method, url, headers, body }: RequestPreview): (Node | string)[] {
  return [
    element('span', { class: 'method' }, method),
    ` ${url}\n`,
    ...headers.flatMap(([name, value]) => [element('span', { class: 'header' }, `${name}:`), ` ${value}\n`]),
    '\n',
    body,
  ];
}
