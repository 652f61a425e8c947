import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The direction of every arrow between the folders of src, as CONTRIBUTING draws it:
 * a folder may import itself and the folders named here, nothing else of ours.
 */
export const layers = {
  core: [],
  storage: ['core'],
  thulium: ['core'],
  simulator: ['core'],
  snippets: ['core'],
  paste: ['core', 'simulator'],
  gateway: ['core', 'thulium', 'simulator'],
  requestFile: ['core'],
  protocol: ['core'],
  bulk: ['core', 'thulium', 'storage'],
  messages: ['core', 'thulium', 'requestFile', 'simulator', 'paste', 'bulk'],
  webview: ['core', 'protocol', 'paste', 'messages'],
  cli: ['core', 'storage', 'thulium', 'simulator', 'paste', 'gateway', 'bulk', 'requestFile', 'messages'],
  editor: [
    'core',
    'storage',
    'thulium',
    'simulator',
    'snippets',
    'paste',
    'gateway',
    'protocol',
    'bulk',
    'requestFile',
    'messages',
  ],
};

const mayUseVscode = new Set(['editor']);

const layerRules = Object.entries(layers).map(([layer, allowed]) => {
  const forbidden = Object.keys(layers).filter((other) => other !== layer && !allowed.includes(other));
  return {
    files: [`src/${layer}/**/*.ts`],
    // The command line's composition root words what the simulator's codes say.
    ignores: ['src/simulator/main.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: mayUseVscode.has(layer)
            ? []
            : [{ name: 'vscode', message: 'Only src/editor and src/extension.ts know VS Code.' }],
          patterns: [
            {
              regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
              message: `src/${layer} may import only: ${allowed.join(', ') || 'nothing of ours'}.`,
            },
            { regex: '^(\\.\\./)+extension\\.js$', message: 'Nothing imports the composition root.' },
          ],
        },
      ],
    },
  };
});

const environment = {
  selector: "AssignmentExpression[left.object.object.name='process'][left.object.property.name='env']",
  message: 'Process-wide switches are other programs’ business.',
};

const guarded =
  '/^(show(Information|Warning|Error)Message|withProgress|show(InputBox|QuickPick)|create(InputBox|QuickPick|StatusBarItem)|setStatusBarMessage)$/';

/**
 * What src/editor/door.ts alone may call: text from outside is made safe there, and a message that went past it could
 * run a command.
 */
export const doorRules = [
  `MemberExpression[object.property.name='window'][property.name=${guarded}]`,
  `MemberExpression[object.property.name='window'][computed=true]`,
  `MemberExpression[object.name='window'][property.name=${guarded}]`,
  "VariableDeclarator[init.object.name='vscode'][init.property.name='window']",
  "ImportDeclaration[source.value='vscode'] ImportSpecifier[imported.name=/^(window|TreeItem|MarkdownString)$/]",
  "NewExpression[callee.object.name='vscode'][callee.property.name=/^(TreeItem|MarkdownString)$/]",
].map((selector) => ({ selector, message: 'Text reaches the window through src/editor/door.ts.' }));

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.cache/', 'node_modules/', 'docs/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // VS Code's API is structural: whatever has dispose() is a Disposable.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', environment],
    },
  },
  {
    files: ['src/editor/**/*.ts', 'src/extension.ts'],
    ignores: ['src/editor/door.ts'],
    rules: { 'no-restricted-syntax': ['error', environment, ...doorRules] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-expressions': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  ...layerRules,
);
