import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands, contextKeys, settingsSection, views, type Settings } from '../../src/manifest.js';
import { extensionId } from './support/commands.js';

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    configuration: { properties: Record<string, { scope?: string; default?: unknown }> };
    views: Record<string, { id: string; name: string; when?: string }[]>;
    viewsContainers: { activitybar: { id: string }[] };
    viewsWelcome: { view: string; contents: string }[];
    languages: { id: string }[];
    menus: Record<string, { command?: string; when?: string }[]>;
    walkthroughs: { id: string; title: string; description: string; steps: WalkthroughStep[] }[];
  };
}

interface WalkthroughStep {
  id: string;
  title: string;
  description: string;
  media: { svg: string; altText: string };
  completionEvents: string[];
}

/** Every setting that the code may read, with the type of its value; the compiler holds the keys complete. */
const settings: Record<keyof Settings, string> = {
  timeoutSeconds: 'number',
  maxAttempts: 'number',
  responseLanguage: 'string',
  timeZone: 'string',
  confirmBeforeSend: 'string',
  verifyAfterUpdate: 'boolean',
  'bulk.concurrency': 'number',
  'bulk.requestsPerSecond': 'number',
  'history.limit': 'number',
  'simulator.port': 'number',
  'simulator.bindAddress': 'string',
  'simulator.allowedHosts': 'object',
};

describe('The manifest', () => {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension);
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(extension.extensionPath, name), 'utf8'));
  /** As written, its texts still keys. */
  const manifest = read('package.json') as Manifest;
  const { contributes } = manifest;
  const menus = Object.entries(contributes.menus).flatMap(([menu, items]) =>
    items.map((item) => ({ menu, ...item })),
  );

  it('has the commands that the code registers', () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).sort(),
      Object.values<string>(commands).sort(),
    );
    for (const { command, category } of contributes.commands)
      assert.equal(category, /simulator/i.test(command) ? 'Thulium Simulator' : 'Thulium', command);
  });

  it('has the views that the code fills, each with content for when it is empty', () => {
    const contributed = Object.values(contributes.views).flat();
    const ids = contributed.map(({ id }) => id).sort();
    assert.deepEqual(ids, Object.values<string>(views).sort());
    assert.deepEqual([...new Set(contributes.viewsWelcome.map(({ view }) => view))].sort(), ids);
    assert.deepEqual(
      Object.keys(contributes.views),
      contributes.viewsContainers.activitybar.map(({ id }) => id),
    );
  });

  it('has the settings that the code reads, with defaults of the right type', () => {
    const { properties } = contributes.configuration;
    const expected = Object.entries(settings).map(([name, type]) => [`${settingsSection}.${name}`, type]);
    assert.deepEqual(
      Object.entries(properties)
        .map(([name, property]) => [name, typeof property.default])
        .sort(),
      expected.sort(),
    );
  });

  it('lets no workspace change a setting', () => {
    for (const [name, { scope }] of Object.entries(contributes.configuration.properties))
      assert.equal(scope, 'application', name);
  });

  it('has menus of its own commands only', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const unknown = menus.filter(({ command }) => command === undefined || !known.has(command));
    assert.deepEqual(unknown, []);
  });

  it('has conditions on its own views and context keys only', () => {
    const conditions = [
      ...menus.map(({ when }) => when),
      ...contributes.commands.map(({ enablement }) => enablement),
      ...Object.values(contributes.views).flatMap((all) => all.map(({ when }) => when)),
    ].filter((each) => each !== undefined);
    const known = new Set<string>([...Object.values(views), ...Object.values(contextKeys)]);
    const named = conditions.flatMap((condition) => condition.match(/\bthulium\.[\w.]+/g) ?? []);
    assert.deepEqual(
      named.filter((name) => !known.has(name)),
      [],
    );
  });

  it('has first steps, each with a picture and with an event of ours that ticks it off', () => {
    const steps = contributes.walkthroughs.flatMap((each) => each.steps);
    assert.ok(steps.length > 0);
    const ticked = [
      ...Object.values(commands).map((id) => `onCommand:${id}`),
      ...Object.values(contextKeys).map((key) => `onContext:${key}`),
      ...contributes.languages.map(({ id }) => `onContext:editorLangId == ${id}`),
    ];
    for (const { id, media, completionEvents } of steps) {
      assert.ok(existsSync(path.join(extension.extensionPath, media.svg)), media.svg);
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents) assert.ok(ticked.includes(event), event);
    }
  });

  describe('in words', () => {
    const english = read('package.nls.json') as Record<string, string>;
    const polish = read('package.nls.pl.json') as Record<string, string>;
    const used = new Set([...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key));

    it('has each text in English and in Polish, and none that is not used', () => {
      assert.deepEqual(Object.keys(english).sort(), [...used].sort());
      assert.deepEqual(Object.keys(polish).sort(), [...used].sort());
      for (const [key, text] of [...Object.entries(english), ...Object.entries(polish)])
        assert.notEqual(text.trim(), '', key);
    });

    it('names every command, setting and view by such a text', () => {
      const { properties } = contributes.configuration;
      const texts = [
        ...contributes.commands.map(({ title }) => title),
        ...Object.values(contributes.views).flatMap((all) => all.map(({ name }) => name)),
        ...contributes.viewsWelcome.map(({ contents }) => contents),
        ...contributes.walkthroughs.flatMap(({ title, description, steps }) => [
          title,
          description,
          ...words(steps),
        ]),
        ...Object.values(properties).map((each) => Reflect.get(each, 'markdownDescription') as unknown),
      ];
      for (const text of texts) assert.match(String(text), /^%[\w.]+%$/);
    });

    function words(steps: readonly WalkthroughStep[]): string[] {
      return steps.flatMap(({ title, description, media }) => [title, description, media.altText]);
    }

    it('runs only its own commands from texts, and the same ones in both languages', () => {
      const known = new Set(contributes.commands.map(({ command }) => command));
      const links = (text = ''): string[] =>
        [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command = '']) => command).sort();
      for (const [key, text] of Object.entries(english)) {
        assert.deepEqual(links(polish[key]), links(text), key);
        for (const command of links(text).filter((each) => each.startsWith('thulium.')))
          assert.ok(known.has(command), `${key} links to ${command}`);
      }
    });
  });
});
