import * as l10n from '@vscode/l10n';
import { requestContract, type RequestView } from '../../protocol/request.js';
import { connect } from '../../protocol/rpc.js';
import { element, createLiveRegion } from '../kit/controls.js';
import { acquireHost } from '../kit/host.js';
import '../kit/shared.js';
import { createPasteBox } from './pasteBox.js';
import './request.css';
import { drawRequest, summaryOf } from './requestView.js';

/** Reads of the live system take their time; no answer of the host is waited for longer. */
const patienceMs = 60_000;

const live = createLiveRegion();
const content = element('div', { class: 'content' });
const client = connect(
  requestContract,
  acquireHost().port,
  {
    show: ({ text, view }) => {
      paste?.show(text, null);
      show(view);
    },
  },
  (report) => {
    console.warn('thulium.request', report.kind, report.name ?? '');
  },
);

function show(view: RequestView | null): void {
  content.replaceChildren(
    ...(view
      ? drawRequest(
          view,
          (action) => {
            void client.call('act', { action }).catch(() => undefined);
          },
          (index) => {
            void client.call('saveGroup', { index }).catch(() => undefined);
          },
        )
      : [element('h1', { class: 'visually-hidden' }, l10n.t('Explain a Failed Request'))]),
  );
  if (view) live.say(summaryOf(view));
}

async function explain(text: string): Promise<void> {
  live.say(l10n.t('Reading…'));
  content.setAttribute('aria-busy', 'true');
  try {
    const answer = await client.call('explain', { text }, AbortSignal.timeout(patienceMs));
    paste?.show(answer.text, answer.message);
    show(answer.view);
  } catch {
    paste?.show(null, l10n.t('This couldn’t be explained. Paste a shorter excerpt.'));
  } finally {
    content.removeAttribute('aria-busy');
  }
}

const start = await client.call('start', {}, AbortSignal.timeout(patienceMs));
l10n.config({ contents: start.bundle });
const paste = start.explains ? createPasteBox((text) => void explain(text)) : undefined;
document.body.append(element('main', {}, ...(paste ? [paste.root] : []), content, live.root));
paste?.show(start.text, null);
show(start.view);
if (!start.view) paste?.focus();
