import * as l10n from '@vscode/l10n';
import { bulkContract } from '../../protocol/bulk.js';
import { connect } from '../../protocol/rpc.js';
import { acquireHost } from '../kit/host.js';
import '../kit/shared.js';
import './bulk.css';
import { createPage, type Page } from './page.js';

/** No answer of the host is waited for longer: orders are only taken up, and what comes of them is told later. */
const patienceMs = 60_000;

const host = acquireHost();
const shown: { page?: Page } = {};
const client = connect(bulkContract, host.port, { state: (state) => shown.page?.show(state) }, (report) => {
  console.warn('thulium.bulkPlan', report.kind, report.name ?? '');
});

const start = await client.call('start', {}, AbortSignal.timeout(patienceMs));
l10n.config({ contents: start.bundle });
host.save({ id: start.id });
shown.page = createPage({
  start,
  call: (name, params) => client.call(name, params, AbortSignal.timeout(patienceMs)),
});
document.body.append(shown.page.root);
