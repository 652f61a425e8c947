import assert from 'node:assert/strict';
import { type Difference, importCurl } from '../../../src/paste/importUpdate.js';
import { wordCurlDetail, wordDifference } from '../../../src/messages/curl.js';
import { bashLines, otherLines } from './support/lines.js';

describe('words of an import', () => {
  it('say every difference, each fact filled in', () => {
    const differences = [...bashLines, ...otherLines].flatMap(({ text }): Difference[] => {
      const imported = importCurl(text, { connections: [], activeBaseUrl: 'https://acme.thulium.com' });
      return imported.ok ? imported.value.differences : [];
    });
    assert.ok(differences.length > 50);
    for (const each of differences) {
      const sentence = wordDifference(each);
      assert.match(sentence, /^\p{Lu}.*\.$|^“.*\.$/u);
      assert.ok(!/\{\d\}/.test(sentence));
      for (const value of Object.values(each.params ?? {}))
        assert.ok(sentence.includes(value.slice(0, 40)), sentence);
    }
  });

  it('tell the four hosts apart', () => {
    const origin = 'https://a.example';
    const sentences = [
      { origin },
      { origin, connection: 'A' },
      { origin, active: 'https://b.example' },
      { origin, active: 'https://b.example', connection: 'A' },
    ].map((params) => wordDifference({ code: 'host-differs', params }));
    assert.equal(new Set(sentences).size, 4);
  });

  it('say why nothing was imported', () => {
    for (const detail of ['no-command', 'no-url', 'unclosed-quote', 'path-unknown'])
      assert.ok(wordCurlDetail(detail));
    assert.equal(wordCurlDetail('toString'), undefined);
  });
});
