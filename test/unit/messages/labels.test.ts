import assert from 'node:assert/strict';
import { recordFieldNames, systemStatuses } from '../../../src/core/record.js';
import { fieldLabel, systemStatusLabel } from '../../../src/messages/fields.js';
import { countOf, setWordsLocale, type Noun } from '../../../src/messages/plural.js';
import { inBoth } from './languages.js';

describe('counting', () => {
  const polish: Record<Noun, readonly [one: string, few: string, many: string, fraction: string]> = {
    record: ['1 rekord', '2 rekordy', '5 rekordów', '1,5 rekordu'],
    row: ['1 wiersz', '2 wiersze', '5 wierszy', '1,5 wiersza'],
    request: ['1 żądanie', '2 żądania', '5 żądań', '1,5 żądania'],
    update: ['1 aktualizacja', '2 aktualizacje', '5 aktualizacji', '1,5 aktualizacji'],
    campaign: ['1 kampania', '2 kampanie', '5 kampanii', '1,5 kampanii'],
    second: ['1 sekunda', '2 sekundy', '5 sekund', '1,5 sekundy'],
    attempt: ['1 próba', '2 próby', '5 prób', '1,5 próby'],
    problem: ['1 problem', '2 problemy', '5 problemów', '1,5 problemu'],
    file: ['1 plik', '2 pliki', '5 plików', '1,5 pliku'],
    customer: ['1 klient', '2 klienci', '5 klientów', '1,5 klienta'],
    status: ['1 status', '2 statusy', '5 statusów', '1,5 statusu'],
    agent: ['1 agent', '2 agenci', '5 agentów', '1,5 agenta'],
    run: [
      '1 aktualizacja zbiorcza',
      '2 aktualizacje zbiorcze',
      '5 aktualizacji zbiorczych',
      '1,5 aktualizacji zbiorczej',
    ],
  };
  for (const [noun, forms] of Object.entries(polish) as [Noun, readonly string[]][]) {
    it(`${noun} has every Polish form`, () => {
      const { en, pl } = inBoth(() => [1, 2, 5, 1.5].map((count) => countOf(noun, count)));
      assert.deepEqual(pl, forms);
      assert.equal(new Set(en.map((text) => text.replace(/^[\d.]+ /, ''))).size, 2);
    });
  }

  it('follows the Polish rules beyond ten', () => {
    const { pl } = inBoth(() => [0, 12, 21, 22, 25, 112, 122].map((count) => countOf('record', count)));
    assert.deepEqual(pl, [
      '0 rekordów',
      '12 rekordów',
      '21 rekordów',
      '22 rekordy',
      '25 rekordów',
      '112 rekordów',
      '122 rekordy',
    ]);
  });

  it('groups digits as each language does', () => {
    const { en, pl } = inBoth(() => countOf('row', 100_000));
    assert.equal(en, '100,000 rows');
    assert.equal(pl, '100\u00a0000 wierszy');
  });

  it('is English in every language that has no words of ours', () => {
    for (const language of ['en-GB', 'ru', 'qps-ploc', '', 'de']) {
      setWordsLocale(language);
      assert.equal(countOf('record', 21), '21 records', language);
    }
  });
});

describe('labels', () => {
  it('of system statuses are the vendor’s own in Polish', () => {
    const { en, pl } = inBoth(() => systemStatuses.map(systemStatusLabel));
    assert.deepEqual(pl, [
      'Do dzwonienia',
      'Obrabiane',
      'Dzwonić',
      'Mój rekord',
      'Nie dzwonić',
      'Odrzucony po n próbach',
      'Kontakt nie wcześniej niż',
      'Dzwonić w trybie progressive',
    ]);
    assert.deepEqual(en, [
      'To be called',
      'In progress',
      'Call',
      'My record',
      'Do not call',
      'Rejected after n tries',
      'Call after date',
      'Call progressive',
    ]);
    assert.equal(systemStatusLabel('SOMETHING_NEW'), 'SOMETHING_NEW');
    assert.equal(systemStatusLabel('toString'), 'toString');
  });

  it('of fields are the terms of the field', () => {
    const { en, pl } = inBoth(() => recordFieldNames.map(fieldLabel));
    assert.deepEqual(en, ['Status', 'Dictionary status', 'Agent', 'Next contact date', 'Order']);
    assert.deepEqual(pl, ['Status', 'Status słownikowy', 'Agent', 'Data następnego kontaktu', 'Kolejność']);
    assert.equal(fieldLabel('constructor'), 'constructor');
  });
});
