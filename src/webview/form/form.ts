import * as l10n from '@vscode/l10n';
import { campaignIdPattern, customerIdPattern } from '../../core/ids.js';
import type { ConnectionView, Draft, FormContract, ProblemView } from '../../protocol/form.js';
import type { Activity } from '../../protocol/form.js';
import type { CallName, CallResult, Params } from '../../protocol/rpc.js';
import { element, createLiveRegion, afterPress } from '../kit/controls.js';
import { createActionBar } from './actionBar.js';
import { createActivityPanes, createRequestPane } from './activityPanes.js';
import {
  createAbsenceWatch,
  createChecker,
  fieldNames,
  withField,
  createProblemBoard,
} from './fieldChecks.js';
import { createConnectionBar } from './connectionBar.js';
import { createRecordFields } from './recordFields.js';

export interface FormOptions {
  start: CallResult<FormContract, 'start'>;
  draft: Draft;
  /** Rejects when the host does not answer. */
  call: <N extends CallName<FormContract>>(
    name: N,
    params: Params<FormContract, N>,
  ) => Promise<CallResult<FormContract, N>>;
  /** Keeps what was typed. */
  save: (draft: Draft) => void;
}

export interface Form {
  root: HTMLElement;
  /** Puts the cursor where there is something left to fill in first. */
  focus(): void;
  showConnection(connection: ConnectionView | null): void;
  showActivity(activity: Activity): void;
}

/** The whole form: owns the draft and the connection, and wires the parts together. */
export function createForm({ start, draft: firstDraft, call, save }: FormOptions): Form {
  let draft = firstDraft;
  let { connection } = start;
  const live = createLiveRegion();
  const order =
    (name: 'showOutput' | 'addConnection' | 'switchConnection' | 'startSimulator') => (): void => {
      void attempt(call(name, {}));
    };

  const connectionBar = createConnectionBar({
    addConnection: order('addConnection'),
    switchConnection: order('switchConnection'),
    startSimulator: order('startSimulator'),
  });
  const fields = createRecordFields({
    timeZone: start.timeZone,
    draft: () => draft,
    onInput: (name, text) => {
      board.edited(name);
      // What came of an earlier update says nothing of what is typed now.
      if (panes.current.state === 'done') panes.clear();
      setDraft(withField(draft, name, text));
    },
    lookup: (lookup) => call('lookup', lookup),
    quickDate: async (kind) => (await call('quickDate', { kind })).text,
    onKnown: () => {
      checker.schedule();
    },
    connectionKey: () => connection?.id,
    say: live.say,
  });
  const bar = createActionBar({
    send: (review) => void send(review),
    cancel: () => void attempt(call('cancel', {})),
  });
  const board = createProblemBoard(fields.byName, bar.showRemark);
  const request = createRequestPane();
  const panes = createActivityPanes(
    bar,
    {
      decide: (reviewId, decision) => void attempt(call('decide', { reviewId, decision })),
      showOutput: order('showOutput'),
      restore: (updateId) => void attempt(call('restore', { updateId })),
      updateAnother() {
        panes.clear();
        setDraft({ ...draft, customerId: '' });
        fields.showDraft();
        fields.byName.customerId.input.focus();
      },
    },
    live.say,
  );
  const checker = createChecker(
    () => draft,
    (each) => call('check', { draft: each }),
    ({ problems, preview }) => {
      checked = problems;
      showProblems();
      request.show(preview);
    },
  );

  let checked: readonly ProblemView[] = [];
  const absence = createAbsenceWatch(
    () => {
      const { campaignId, customerId } = draft;
      const isWhole = campaignIdPattern.test(campaignId) && customerIdPattern.test(customerId);
      return connection && isWhole ? [connection.id, campaignId, customerId].join('/') : undefined;
    },
    async () => {
      const { campaignId, customerId } = draft;
      const found = await call('lookup', { kind: 'record', campaignId, customerId });
      return found.ok ? undefined : found.message;
    },
    () => {
      // Of both ids, so it does not wait until the second one is left.
      board.touch('customerId');
      showProblems();
      fields.offerSearch();
      live.say(absence.problems()[0]?.message ?? '');
    },
  );

  function showProblems(): void {
    board.show([...checked, ...absence.problems()]);
  }

  function setDraft(next: Draft): void {
    draft = next;
    save(draft);
    fields.refresh();
    checker.schedule();
    absence.schedule();
  }

  function remark(text: string): void {
    bar.showRemark(text);
    live.say(text);
  }

  async function attempt<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
      return await answer;
    } catch {
      remark(l10n.t('The editor didn’t respond. Try again, or reload the window.'));
      return undefined;
    }
  }

  async function send(review: boolean): Promise<void> {
    const { state } = panes.current;
    if (!connection || connection.readOnly || state === 'working' || state === 'review') return;
    const shown = connection.id;
    const sent = draft;
    board.touchAll();
    const result = await checker.now();
    if (!result) {
      remark(l10n.t('The update couldn’t be checked, so it wasn’t sent. Try again.'));
      return;
    }
    if (board.focusFirstError() || result.problems.some((each) => each.severity === 'error')) {
      live.say(
        l10n.t('Not sent: {0}', result.problems.find((each) => each.severity === 'error')?.message ?? ''),
      );
      return;
    }
    const answer = await attempt(call('send', { draft: sent, connectionId: shown, review }));
    if (answer?.accepted === false && answer.reason === 'connection-changed') {
      remark(
        l10n.t('Not sent: the connection was switched. Review where the update goes now, and send again.'),
      );
    }
  }

  function showConnection(next: ConnectionView | null): void {
    connection = next;
    connectionBar.show(next);
    bar.showConnection(next);
    fields.refresh();
    checker.schedule();
    absence.schedule();
  }

  function showActivity(activity: Activity): void {
    panes.show(activity);
    board.showRefusal(activity.state === 'done' ? activity.outcome.error : undefined);
    if (activity.state === 'done' && activity.outcome.outcome === 'failed') board.focusFirstError();
  }

  for (const name of fieldNames) {
    fields.byName[name].input.addEventListener('blur', () => {
      afterPress(() => {
        board.touch(name);
      });
    });
  }
  listenForKeys(
    (review) => void send(review),
    () => {
      const { current } = panes;
      if (current.state === 'review')
        void attempt(call('decide', { reviewId: current.reviewId, decision: 'cancel' }));
      else if (current.state === 'working') void attempt(call('cancel', {}));
    },
  );

  const root = element(
    'main',
    {},
    element('h1', { class: 'visually-hidden' }, l10n.t('Update a campaign record')),
    connectionBar.root,
    element(
      'div',
      { class: 'columns' },
      element('div', { class: 'column' }, fields.root, bar.root),
      element('div', { class: 'column' }, panes.root, request.root),
    ),
    live.root,
  );
  fields.showDraft();
  request.show(null);
  showConnection(connection);
  showActivity(start.activity);
  return {
    root,
    focus() {
      const first =
        draft.campaignId === '' ? 'campaignId' : draft.customerId === '' ? 'customerId' : 'status_id';
      fields.byName[first].input.focus();
    },
    showConnection,
    showActivity,
  };
}

/** Ctrl+Enter or Cmd+Enter sends, Escape cancels. A button that has the focus is not pressed besides. */
function listenForKeys(send: (review: boolean) => void, cancel: () => void): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) send(false);
    },
    { capture: true },
  );
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') cancel();
  });
}
