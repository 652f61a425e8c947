import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyId, registeringId } from './editor/floors.js';
import { barePanelCommand, barePickCommand } from './editor/link.js';
import type { Mark } from './editor/marks.js';
import { openBenchWindow, ourId, type BenchWindow } from './editor/window.js';
import { startBenchServer } from './support/processes.js';
import { section, type Row } from './support/result.js';
import { Samples } from './support/samples.js';
import { differences, ratios } from './support/statistics.js';

const idleMs = 1000;
const right = '"campaignId":"00001"';
const wrong = '"campaignId":"1"';

/** In a real editor: activation, the second after it, the first step of the palette, the form. */
await section(7, async (rounds) => {
  const server = await startBenchServer();
  const window = await openBenchWindow({
    'thulium.verifyAfterUpdate': false,
    // In a browser files are saved by themselves, and what is on disk is what a revert brings back.
    'files.autoSave': 'off',
    // A remote editor looks for open ports all the time, in the very process that is measured.
    'remote.autoForwardPorts': false,
  });
  try {
    await addConnection(window, server.url);
    const found = new Samples();
    for (let round = 0; round <= rounds; round++) {
      const ourTurn = round % 2 === 0;
      await window.freshHost();
      const activations = await measureActivation(window, ourTurn);
      const steps = await measureFirstStep(window, ourTurn);
      await window.freshHost();
      await window.ask('activate', { extensionId: ourId });
      const forms = await measureForm(window, ourTurn);
      // The first round opens the page's first panel and warms the editor's own code.
      if (round > 0) found.add({ ...activations, ...steps, ...forms });
    }
    // Last, for a request file in the folder wakes our extension in each new host.
    const file = writeRequestFile(window.folder);
    for (let round = 0; round < rounds; round++) found.add(await measureEdit(window, file));
    return { rows: rowsOf(found) };
  } finally {
    await window.close();
    await server.stop();
  }
});

async function addConnection(window: BenchWindow, baseUrl: string): Promise<void> {
  const argument = { name: 'Bench', baseUrl, username: 'bench', password: 'bench', production: false };
  await window.ask('run', { command: 'thulium.addConnection', argument });
  await window.ask('run', { command: 'thulium.switchConnection', argument: { connection: 'Bench' } });
}

async function measureActivation(window: BenchWindow, oursFirst: boolean): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const each = async (name: string, extensionId: string): Promise<void> => {
    found[`activation ${name}`] = (await window.ask('activate', { extensionId })).took;
    const { busy } = await window.ask('idle', { for: idleMs });
    found[`idle ${name}`] = busy;
  };
  const turns = [
    () => each('ours', ourId),
    () => each('registering', registeringId),
    () => each('empty', emptyId),
  ];
  for (const turn of oursFirst ? turns : turns.reverse()) await turn();
  return found;
}

/**
 * From the command to what it asks first, on the screen. This editor's page forgets secrets when it is loaded
 * anew, so the first question is the password: by then the code is loaded, the connections and the secret are read.
 */
async function measureFirstStep(window: BenchWindow, oursFirst: boolean): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const each = async (name: string, command: string): Promise<void> => {
    const { took, busy } = await timeToMark(window, command, 'pick');
    found[`step ${name}`] = took;
    found[`step busy ${name}`] = busy;
    await window.ask('run', { command: 'workbench.action.closeQuickOpen' });
  };
  const turns = [() => each('ours', 'thulium.updateRecord'), () => each('bare', barePickCommand)];
  for (const turn of oursFirst ? turns : turns.reverse()) await turn();
  return found;
}

/** The first time in a host, when the form's code must be loaded, and once more. */
async function measureForm(window: BenchWindow, oursFirst: boolean): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const time of ['first', 'again']) {
    const each = async (name: string, command: string, mark: Mark): Promise<void> => {
      found[`${time} ${name}`] = (await timeToMark(window, command, mark)).took;
      await window.ask('run', { command: 'workbench.action.closeAllEditors' });
    };
    const turns = [
      () => each('form', 'thulium.openUpdateForm', 'form'),
      () => each('panel', barePanelCommand, 'panel'),
    ];
    for (const turn of oursFirst ? turns : turns.reverse()) await turn();
  }
  return found;
}

/** A request file as large as we promise to stay fluid in, all of it right. */
function writeRequestFile(folder: string): string {
  const file = join(folder, 'large.thulium.json');
  const updates = Array.from(
    { length: 10_000 },
    (_, index) => `{${right},"customerId":"${index + 1}","fields":{"order":"1"}}`,
  );
  writeFileSync(file, `{"updates":[\n${updates.join(',\n')}\n]}\n`);
  return file;
}

/** One id made wrong, and right again: the first time the file is opened too, so only the second counts. */
async function measureEdit(window: BenchWindow, file: string): Promise<Record<string, number>> {
  await window.ask('edit', { file, find: right, replace: wrong, problems: 1 });
  const { took, busy, delayMax } = await window.ask('edit', {
    file,
    find: wrong,
    replace: right,
    problems: 0,
  });
  await window.ask('run', { command: 'workbench.action.files.revert' });
  await window.ask('run', { command: 'workbench.action.closeAllEditors' });
  return { 'edit took': took, 'edit busy': busy, 'edit delay': delayMax };
}

async function timeToMark(
  window: BenchWindow,
  command: string,
  mark: Mark,
): Promise<{ took: number; busy: number }> {
  const seen = window.marks.next(mark);
  const { at } = await window.ask('begin', { command });
  const took = (await seen) - at;
  const { busy } = await window.ask('busy', {});
  return { took, busy };
}

function rowsOf(found: Samples): Row[] {
  const times = (name: string, key: string): Row => ({ name, unit: 'ms', values: found.of(key) });
  const ratio = (name: string, ours: string, theirs: string, atMost: number): Row => ({
    name,
    unit: '×',
    values: ratios(found.of(ours), found.of(theirs)),
    goal: { atMost },
  });
  return [
    times('activation of an empty extension', 'activation empty'),
    times('activation of one that only registers as much as ours', 'activation registering'),
    times('activation of ours', 'activation ours'),
    ratio('activation, ours to empty', 'activation ours', 'activation empty', 1.5),
    {
      name: 'activation, ours to one that only registers as much',
      unit: '×',
      values: ratios(found.of('activation ours'), found.of('activation registering')),
    },
    times('host busy in the second after an empty extension', 'idle empty'),
    times('host busy in the second after ours', 'idle ours'),
    times('a list of the editor’s own on the screen', 'step bare'),
    { ...times('first step of the palette on the screen', 'step ours'), goal: { atMost: 100 } },
    {
      name: 'first step of the palette, our own work',
      unit: 'ms',
      values: differences(found.of('step busy ours'), found.of('step busy bare')),
      goal: { atMost: 30 },
    },
    times('an edit in a request file of 10,000 updates, to its diagnostics', 'edit took'),
    times('host busy meanwhile', 'edit busy'),
    times('host’s event loop late at most meanwhile', 'edit delay'),
    times('a bare panel, the first time', 'first panel'),
    times('the form, the first time', 'first form'),
    ratio('form to bare panel, the first time', 'first form', 'first panel', 1.5),
    times('a bare panel, again', 'again panel'),
    times('the form, again', 'again form'),
    ratio('form to bare panel, again', 'again form', 'again panel', 1.5),
  ];
}
