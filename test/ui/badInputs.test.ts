import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { puts } from '../support/documentedSystem.js';
import { carriedBy } from '../support/badInputs/table.js';
import {
  connectionName,
  openTableWindow,
  sayInConnectionSteps,
  sayInForm,
  sayInPalette,
  typedConnections,
  type Said,
  type TableWindow,
} from './support/badInputs.js';

for (const language of ['en', 'pl'] as const)
  describe(`Bad inputs in ${language === 'pl' ? 'Polish' : 'English'}`, () => {
    let window: TableWindow;
    before(async () => {
      window = await openTableWindow(language);
    });
    after(() => window.close());

    /** A test for each input, over one walk through all of them; where a test failed, one more walk is made. */
    function heardIn(
      walk: (window: TableWindow) => Promise<Said>,
      rows: readonly (readonly [what: string, words: string])[],
    ): void {
      let walks = 0;
      let walked: Promise<Said> | undefined;
      afterEach(async function () {
        if (this.currentTest?.state === 'passed' || walks > 1) return;
        walked = undefined;
        const { quickInput } = window.editor;
        if (await quickInput.widget.isVisible()) await quickInput.cancel();
      });
      for (const [what, words] of rows)
        it(what, async () => {
          if (!walked) walks += 1;
          walked ??= walk(window);
          assert.equal((await walked).get(what), words);
          assert.deepEqual(puts(window.server), []);
        });
    }

    describe('in the steps of a connection', () => {
      heardIn(
        sayInConnectionSteps,
        typedConnections.map((row) => [connectionName(row), row.words[language]]),
      );
    });

    for (const [surface, name, walk] of [
      ['palette', 'palette', sayInPalette],
      ['form', 'form', sayInForm],
    ] as const)
      describe(`in the ${name}`, () => {
        heardIn(
          walk,
          carriedBy(surface).map(({ what, told }) => [what, told.words[language]]),
        );
      });
  });
