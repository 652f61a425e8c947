import * as l10n from '@vscode/l10n';
import type { BulkContract, BulkState } from '../../protocol/bulk.js';
import type { CallName, CallResult, Params } from '../../protocol/rpc.js';
import { createConnectionBar } from '../form/connectionBar.js';
import { element, createLiveRegion } from '../kit/controls.js';
import { drawColumns, drawConstants, drawFile } from './fileColumns.js';
import { drawOutcome, drawRun } from './outcome.js';
import { drawActions, drawPlan, drawProblems, drawTried, drawPreview } from './planPreview.js';
import { drawQuestions, drawValues } from './questions.js';
import { createSection, type Orders } from './section.js';

type Call = <N extends CallName<BulkContract>>(
  name: N,
  params: Params<BulkContract, N>,
) => Promise<CallResult<BulkContract, N>>;

export interface PageOptions {
  start: CallResult<BulkContract, 'start'>;
  call: Call;
}

export interface Page {
  root: HTMLElement;
  show(state: BulkState): void;
}

/** The page of one bulk update: draws what the host tells and sends what the user chooses. */
export function createPage({ start, call }: PageOptions): Page {
  const live = createLiveRegion();
  const attempt = (answer: Promise<unknown>): void => {
    answer.catch(() => {
      live.say(l10n.t('The editor didn’t respond. Try again, or reload the window.'));
    });
  };
  const orders: Orders = {
    choose: (choice) => {
      attempt(call('choose', choice));
    },
    order: (name) => () => {
      attempt(call(name, {}));
    },
  };
  const title = element('h1', {});
  const folder = element('p', { class: 'hint folder' });
  const connection = createConnectionBar({
    addConnection: orders.order('addConnection'),
    switchConnection: orders.order('switchConnection'),
    startSimulator: orders.order('startSimulator'),
  });
  const sections = {
    left: [
      createSection((state) => drawFile(state, start.encodings, orders)),
      createSection((state) => drawQuestions(state, orders)),
      createSection((state) => drawColumns(state, orders)),
      createSection((state) => drawConstants(state, orders)),
      createSection((state) => drawValues(state, orders)),
      createSection(drawPreview),
    ],
    right: [
      createSection((state) => drawRun(state, orders)),
      createSection((state) => drawOutcome(state, orders)),
      createSection((state) => drawPlan(state, orders)),
      createSection((state) => drawActions(state, orders)),
      createSection(drawTried),
      createSection((state) => drawProblems(state, orders)),
    ],
  };
  let shownConnection = '';
  let spoken = '';
  let isFocusLost = false;

  function show(state: BulkState): void {
    title.textContent = state.file.name;
    folder.textContent = state.file.folder;
    const key = JSON.stringify(state.connection);
    if (key !== shownConnection) connection.show(state.connection);
    shownConnection = key;
    const focused = document.activeElement;
    for (const section of [...sections.left, ...sections.right]) section.show(state);
    if (focused !== document.body && document.activeElement === document.body) isFocusLost = true;
    if (isFocusLost) followRun();
    speak(state);
  }

  /** A button that began or paused a run goes with its section: who pressed it by keyboard goes on where the run is. */
  function followRun(): void {
    const next = document.querySelector<HTMLElement>('#pause, #outcome .button');
    next?.focus();
    isFocusLost = !next && document.activeElement === document.body;
  }

  /** Only what ends a wait is spoken: progress would never let a screen reader rest. */
  function speak({ reading, fileProblem, plan, outcome, tried }: BulkState): void {
    const text =
      reading !== null
        ? ''
        : [
            outcome?.headline,
            fileProblem,
            ...tried.map((each) => each.text),
            ...(plan?.counts ?? []).map((each) => each.text),
          ]
            .filter((each) => typeof each === 'string')
            .join(' ');
    if (text !== '' && text !== spoken) live.say(text);
    if (text !== '') spoken = text;
  }

  show(start.state);
  const column = (parts: readonly { root: HTMLElement }[]): HTMLElement =>
    element('div', { class: 'column' }, ...parts.map(({ root }) => root));
  const root = element(
    'main',
    {},
    connection.root,
    element('div', { class: 'title' }, title, folder),
    element('div', { class: 'columns' }, column(sections.left), column(sections.right)),
    live.root,
  );
  return { root, show };
}
