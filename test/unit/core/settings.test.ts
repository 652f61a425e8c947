import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readSetting, type Settings } from '../../../src/core/settings.js';

interface Property {
  default: unknown;
  minimum?: number;
  maximum?: number;
  enum?: unknown[];
  type: string;
}

const manifest = JSON.parse(readFileSync(path.resolve('package.json'), 'utf8')) as {
  contributes: { configuration: { properties: Record<string, Property> } };
};
const { properties } = manifest.contributes.configuration;
const names = Object.keys(properties).map((key) => key.replace('thulium.', '') as keyof Settings);

describe('a setting', () => {
  for (const name of names) {
    const {
      default: own,
      minimum,
      maximum,
      enum: allowed,
      type,
    } = properties[`thulium.${name}`] ?? assert.fail();
    it(`${name} takes what the manifest allows, its ends included`, () => {
      for (const value of [own, minimum, maximum, ...(allowed ?? [])]) {
        if (value !== undefined) assert.deepEqual(readSetting(name, value), value);
      }
    });

    it(`${name} takes nothing else`, () => {
      const wrong: unknown[] = [null, {}, [1], NaN, Infinity, -Infinity];
      if (type !== 'string') wrong.push('', 'many', 'x', '4');
      if (type !== 'boolean') wrong.push(true);
      if (minimum !== undefined) wrong.push(minimum - 1, -3);
      if (maximum !== undefined) wrong.push(maximum + 1, 1e300);
      if (type === 'integer') wrong.push(2.5);
      if (allowed) wrong.push('Always', 'none');
      for (const value of wrong) assert.equal(readSetting(name, value), undefined, JSON.stringify(value));
    });

    it(`${name} is read whatever stands there`, () => {
      fc.assert(
        fc.property(fc.anything(), (value) => {
          const read = readSetting(name, value);
          if (read !== undefined) assert.deepEqual(read, value);
        }),
      );
    });
  }

  it('of the time zone is one that exists', () => {
    assert.equal(readSetting('timeZone', 'America/New_York'), 'America/New_York');
    for (const zone of ['Europe/Nowhere', '+01:00', '-0530', '', 'x'.repeat(100_000), '\u202e']) {
      assert.equal(readSetting('timeZone', zone), undefined);
    }
  });
});
