import { defineConfig } from 'oxlint'
import { packages, testLibraries, type Package } from './boundaries.ts'

/** Gitignore patterns: a folder that is excluded cannot have a member let in, so it is let in before. */
const letIn = (pattern: string): string[] => {
  const [folder = '', ...rest] = pattern.split('/')
  return rest.length > 0 ? [`!${folder}`, `!${pattern.replace(/\*$/, '**')}`] : [`!${pattern}`]
}

/** Everything is forbidden but what the table allows; gitignore patterns, later ones win. */
const importRule = (from: Package, more: readonly string[]): ['error', object] => [
  'error',
  {
    patterns: [
      {
        group: ['*', '!.', '!..', '!./**', '!../**', ...[...from.may, ...more].flatMap(letIn)],
        message: `${from.name}: ${from.because}. See configs/boundaries.ts.`,
      },
    ],
  },
]

export default defineConfig({
  plugins: ['typescript', 'import', 'react', 'jsx-a11y', 'promise', 'unicorn', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['**/dist/**', '**/node_modules/**', '**/*.cjs', '**/*.d.ts'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/no-non-null-assertion': 'error',
    'import/no-default-export': 'off',
    'no-console': ['error', { allow: ['error'] }],
    eqeqeq: 'error',
    'max-lines': ['error', { max: 500 }],
    'max-params': ['error', { max: 3 }],
    'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    'no-await-in-loop': 'off', // one after the other is mostly the point
    'no-misleading-character-class': 'off', // ranges of combining marks are looked for on purpose
    'promise/always-return': 'off', // a then() that only acts is what void promises are for
    'unicorn/prefer-set-has': 'off', // three names in a list are read faster
    'no-control-regex': 'off', // mail is full of control characters, and we look for them
    'react/react-in-jsx-scope': 'off',
    'import/no-unassigned-import': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-useless-spread': 'off', // a copy before a sort or during a change is not useless
    'unicorn/consistent-function-scoping': 'off',
    // These speak of React Compiler, which is not used.
    'react/incompatible-library': 'off',
    'react/exhaustive-effect-dependencies': 'off',
    'react/globals': 'off',
    'react/hooks': 'off', // rules-of-hooks stays on
    'react/immutability': 'off',
    'react/purity': 'off',
    'react/refs': 'off',
    'react/use-memo': 'off',
    'react/no-unstable-nested-components': ['error', { allowAsProps: true }],
    // Grids, trees and toolbars have roles that no tag has, and take their keys at the root.
    'jsx-a11y/prefer-tag-over-role': 'off',
    'jsx-a11y/click-events-have-key-events': 'off',
    'jsx-a11y/interactive-supports-focus': 'off',
    'jsx-a11y/no-noninteractive-element-interactions': 'off',
    'jsx-a11y/no-static-element-interactions': 'off',
    'react/no-array-index-key': 'off', // words of a line are never put in another order
    'oxc/no-map-spread': 'off',
    'react/set-state-in-effect': 'off', // resetting to "loading" when what is loaded changes
  },
  overrides: [
    ...packages.map((each) => ({
      files: [`${each.folder}/**/*.ts`, `${each.folder}/**/*.tsx`],
      rules: { 'no-restricted-imports': importRule(each, []) },
    })),
    ...packages.map((each) => ({
      files: [`${each.folder}/**/*.{test,spec}.ts`, `${each.folder}/**/*.test.tsx`, `${each.folder}/**/testing/**`],
      rules: {
        'no-restricted-imports': importRule(each, [...testLibraries, ...(each.testsMay ?? [])]),
        'max-lines': ['error' as const, { max: 700 }],
        'max-lines-per-function': 'off' as const,
        'max-params': 'off' as const,
        'oxc/no-accumulating-spread': 'off' as const,
      },
    })),
    // A component's markup counts as its function's lines; its logic has to fit beside it.
    {
      files: ['**/*.tsx'],
      rules: { 'max-lines-per-function': ['error' as const, { max: 90, skipBlankLines: true, skipComments: true }] },
    },
    // A test that asserts nothing cannot fail. `expect…` are helpers that assert.
    {
      files: ['**/*.{test,spec}.{ts,tsx}'],
      plugins: ['jest' as const],
      rules: {
        'jest/expect-expect': ['error' as const, { assertFunctionNames: ['expect', 'expect*'] }],
        'jest/no-focused-tests': 'error' as const,
        'jest/no-identical-title': 'error' as const,
        'jest/no-commented-out-tests': 'error' as const,
        // A loop or a table may leave out a row, an assertion may be awaited later, and helpers assert.
        'jest/no-conditional-expect': 'off' as const,
        'jest/no-standalone-expect': 'off' as const,
        'jest/require-to-throw-message': 'off' as const,
        'jest/valid-expect': 'off' as const,
      },
    },
    {
      files: ['**/*.test.tsx', 'tests/**'],
      rules: {
        'no-unreachable': 'off' as const, // a fixture that throws at import
        'no-empty-pattern': 'off' as const, // how Playwright declares a fixture that needs none
        'max-lines': ['error' as const, { max: 700 }],
        'max-lines-per-function': 'off' as const,
      },
    },
    { files: ['tools/**', '**/cli/**', 'server/src/main.ts'], rules: { 'no-console': 'off' as const } },
  ],
})
