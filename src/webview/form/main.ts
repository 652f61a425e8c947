import * as l10n from '@vscode/l10n';
import { formContract } from '../../protocol/form.js';
import { connect } from '../../protocol/rpc.js';
import { acquireHost } from '../kit/host.js';
import '../kit/shared.js';
import './form.css';
import { createForm, type Form } from './form.js';
import { emptyDraft, readSavedDraft, toSavedState } from './savedState.js';

/** No answer of the host is waited for longer. Orders that take time are only taken up, and report later. */
const patienceMs = 60_000;
/** These open a dialog of the editor, which may stay open. */
const unhurried: ReadonlySet<string> = new Set(['addConnection', 'switchConnection', 'startSimulator']);

const host = acquireHost();
const shown: { form?: Form } = {};
const client = connect(
  formContract,
  host.port,
  {
    connection: (connection) => shown.form?.showConnection(connection),
    activity: (activity) => shown.form?.showActivity(activity),
  },
  (report) => {
    console.warn('thulium.updateForm', report.kind, report.name ?? '');
  },
);

const start = await client.call('start', {}, AbortSignal.timeout(patienceMs));
l10n.config({ contents: start.bundle });
const saved = readSavedDraft(host.restore());
shown.form = createForm({
  start,
  draft: saved ?? start.prefill ?? emptyDraft,
  call: (name, params) =>
    client.call(name, params, unhurried.has(name) ? undefined : AbortSignal.timeout(patienceMs)),
  save: (draft) => {
    host.save(toSavedState(draft));
  },
});
document.body.append(shown.form.root);
// A page that comes back with the window takes the focus from nobody; without a system, its invitation comes first.
if (!saved && start.connection) shown.form.focus();
