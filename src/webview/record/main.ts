import * as l10n from '@vscode/l10n';
import { recordContract } from '../../protocol/record.js';
import { connect } from '../../protocol/rpc.js';
import { acquireHost } from '../kit/host.js';
import '../kit/shared.js';
import { createPage, type Page } from './page.js';
import './record.css';
import { toSavedState } from './savedState.js';

/** No answer of the host is waited for longer; orders are only taken up, and report later. */
const patienceMs = 60_000;

const host = acquireHost();
const shown: { page?: Page } = {};
const client = connect(
  recordContract,
  host.port,
  {
    view: (view) => {
      host.save(toSavedState(view));
      shown.page?.show(view);
    },
  },
  (report) => {
    console.warn('thulium.record', report.kind, report.name ?? '');
  },
);

const start = await client.call('start', {}, AbortSignal.timeout(patienceMs));
l10n.config({ contents: start.bundle });
host.save(toSavedState(start.view));
shown.page = createPage({
  language: start.language,
  view: start.view,
  call: (name, params) => client.call(name, params, AbortSignal.timeout(patienceMs)),
});
document.body.append(shown.page.root);
