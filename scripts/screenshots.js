import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { out, root } from './paths.js';
import { must } from './run.js';

// Remakes the README's pictures from the real window, against the simulator.
//   node scripts/screenshots.js [--all]     --all: every surface, theme and language, into out/screenshots/matrix

await must('The build', process.execPath, ['esbuild.js'], { cwd: root });
await must('The build of the tests', process.execPath, ['esbuild.js', '--tests'], { cwd: root });
if (process.argv.includes('--all')) {
  const { photographAll } = await import('./matrix.js');
  await photographAll();
  process.exit(0);
}
const { launchEditor } = await import(path.join(out, 'test', 'ui', 'support', 'editor.js'));

const folder = path.join(root, 'docs', 'images');
mkdirSync(folder, { recursive: true });
const editor = await launchEditor({ theme: 'Default Light Modern', allBuiltIn: true });
const picture = (name) => editor.screenshot(path.join(folder, name));
try {
  await editor.runCommand('Thulium Simulator: Start Local Simulator');
  await editor.notification(/Simulator started at/);
  await editor.clearMessages();

  await editor.runCommand('Thulium: Update Campaign Record…');
  await editor.quickInput.shows('(1/4)');
  await editor.quickInput.answer('00001');
  await editor.quickInput.shows('(2/4)');
  await editor.quickInput.answer('441');
  await editor.quickInput.shows('Don’t Change');
  await editor.quickInput.answer('4');
  await editor.quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
  await picture('palette.png');
  await editor.quickInput.pick('Send');
  await editor.notification(/00001\/441 updated/);
  await editor.clearMessages();

  await editor.runCommand('Thulium: Open Update Form');
  const form = await editor.webviewFrame(/^Update Record/);
  await form.locator('#campaignId').waitFor();
  await editor.runCommand('View: Close Primary Side Bar');
  for (const [id, value] of [
    ['campaignId', '00001'],
    ['customerId', '441'],
    ['status_id', '3'],
  ])
    await form.locator(`#${id}`).fill(value);
  await form.locator('#request .method').waitFor();
  await form.getByRole('button', { name: /^Send/ }).click();
  await form
    .getByText(/HTTP 20\d/)
    .first()
    .waitFor();
  await editor.runCommand('Thulium: Show Output');
  await editor.page.locator('.output-view .view-line', { hasText: 'PUT' }).first().waitFor();
  await picture('form.png');
} finally {
  await editor.close();
}
process.exit(0);
