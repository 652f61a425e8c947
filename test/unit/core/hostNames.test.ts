import assert from 'node:assert/strict';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { hasReadableLabels } from '../../../src/core/hostNames.js';
import { holds } from './support/property.js';

/** Labels that look as if they stood for something, and such that do, by this platform's own encoder. */
const encoded = fc.oneof(
  fc
    .string({
      unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789-')),
      minLength: 1,
      maxLength: 14,
    })
    .map((text) => `xn--${text}`),
  fc
    .string({
      unit: fc.constantFrom(...Array.from('azż09ółß’中かжЖאعΣς-٣᫙𲡡\u0300\u200d')),
      minLength: 1,
      maxLength: 6,
    })
    .map((name) => domainToASCII(name))
    .filter((label) => label !== ''),
);

describe('the labels of a host', () => {
  for (const host of [
    'acme.thulium.com',
    'ab--c.pl',
    'xn--w-uga1v8h.pl',
    'XN--W-UGA1V8H.PL:8443',
    'xn--fa-hia.de',
    'xn--e1afmkfd.xn--p1ai',
    'xn--fiqs8s',
    '127.0.0.1:80',
    '[::1]:3000',
  ])
    it(`${host} may stand`, () => {
      assert.equal(hasReadableLabels(host), true);
    });

  for (const [host, why] of [
    ['xn--a', 'a control character'],
    ['xn--zzzzzzzz99', 'beyond the last character there is'],
    ['xn--9999999999999999999999999999', 'a number that no arithmetic holds'],
    ['xn--', 'nothing'],
    ['xn--abc-', 'nothing beyond ASCII'],
    ['xn--0', 'a character that is broken off'],
    ['gateway.xn--a.pl', 'a control character, further on'],
    ['xn--4dbrk0ce', 'letters that are written from right to left'],
    ['xn--ls8h', 'no letter'],
    ['xn--a-ecp', 'a capital letter'],
    [`xn--${'a'.repeat(60)}`, 'too long for a label'],
  ] as const)
    it(`${host} may not: ${why}`, () => {
      assert.equal(hasReadableLabels(host), false);
    });

  holds(
    'that may stand are read as they stand by this Node’s URL parser',
    encoded,
    (label) => {
      const address = `https://${label}.example`;
      if (hasReadableLabels(label)) assert.equal(new URL(address).host, `${label}.example`);
    },
    20_000,
  );
});
