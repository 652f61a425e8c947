import { launchEditor } from './editor.js';

/** What the first update of a newcomer showed. */
export interface FirstUpdate {
  /** The output channel, from its first line. */
  output: string;
  /** Where the picture of the window lies. */
  picture: string;
}

/**
 * Makes the demo's first update as a user would, from the palette of a headless window, and photographs the window
 * with the result in the output channel. Rejects with what did not come.
 *
 * @param folder the folder to open
 * @param extensionPaths the extension and the demo's own, which starts the simulator
 */
export async function firstUpdate(folder: string, extensionPaths: readonly string[]): Promise<FirstUpdate> {
  const editor = await launchEditor({ folder, extensionPaths, allBuiltIn: true });
  try {
    const form = await editor.webviewFrame(/^Update Record/);
    await form.getByRole('button', { name: /^Send/ }).waitFor();
    await editor.screenshot('first-screen.png');

    await editor.runCommand('Thulium: Update Campaign Record…');
    await editor.quickInput.shows('(1/4)');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/4)');
    await editor.quickInput.answer('441');
    await editor.quickInput.shows('Don’t Change');
    await editor.quickInput.answer('4');
    await editor.quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
    await editor.quickInput.pick('Send');
    await editor.notification(/Updated 00001\/441 on /);
    const output = await editor.outputMatching(
      'Thulium',
      /PUT \/api\/crm_outbounds\/00001\/records\/441 → 20\d/,
    );
    await editor.clearMessages();
    await editor.runCommand('Thulium: Show Output');
    await editor.page.locator('.output-view .view-line', { hasText: 'PUT' }).first().waitFor();
    return { output, picture: await editor.screenshot('first-update.png') };
  } catch (error) {
    const picture = await editor.screenshot('first-update-failed.png');
    throw new Error(`The first update was not made; the window: ${picture}`, { cause: error });
  } finally {
    await editor.close();
  }
}
