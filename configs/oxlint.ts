import { defineConfig } from 'oxlint'
import { rooms, testLibraries, type Room } from './boundaries.ts'

/** Gitignore patterns: a folder that is excluded cannot have a member let in, so it is let in before. */
const letIn = (pattern: string): string[] => {
  const [folder = '', ...rest] = pattern.split('/')
  return rest.length > 0 ? [`!${folder}`, `!${pattern.replace(/\*$/, '**')}`] : [`!${pattern}`]
}

/** Everything is forbidden but what the table allows; gitignore patterns, later ones win. */
const importRule = (room: Room, more: readonly string[]): ['error', object] => [
  'error',
  {
    patterns: [
      {
        group: ['*', '!.', '!..', '!./**', '!../**', ...[...room.may, ...more].flatMap(letIn)],
        message: `${room.name}: ${room.because}. See configs/boundaries.ts.`,
      },
    ],
  },
]

export default defineConfig({
  plugins: ['typescript', 'import', 'react', 'jsx-a11y', 'promise', 'unicorn', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['**/dist/**', '**/node_modules/**', '**/*.cjs'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/no-non-null-assertion': 'error',
    'import/no-default-export': 'off',
    'no-console': 'error',
    eqeqeq: 'error',
    'max-lines': ['error', { max: 300 }],
    'max-params': ['error', { max: 3 }],
    'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    'no-await-in-loop': 'off', // one after the other is mostly the point
    'no-control-regex': 'off', // mail is full of control characters, and we look for them
    'react/react-in-jsx-scope': 'off',
    'import/no-unassigned-import': 'off',
    'no-shadow': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-useless-spread': 'off', // a copy before a sort or during a change is not useless
    'unicorn/consistent-function-scoping': 'off',
    'react/incompatible-library': 'off', // speaks of React Compiler, which is not used
    'react/set-state-in-effect': 'off', // resetting to "loading" when what is loaded changes
  },
  overrides: [
    ...rooms.map((room) => ({
      files: [`${room.folder}/**/*.ts`, `${room.folder}/**/*.tsx`],
      rules: { 'no-restricted-imports': importRule(room, []) },
    })),
    ...rooms.map((room) => ({
      files: [`${room.folder}/**/*.test.ts`, `${room.folder}/**/*.test.tsx`],
      rules: {
        'no-restricted-imports': importRule(room, testLibraries),
        'max-lines': ['error' as const, { max: 400 }],
        'max-lines-per-function': 'off' as const,
        'max-params': 'off' as const,
      },
    })),
    { files: ['tests/**'], rules: { 'max-lines': ['error' as const, { max: 400 }], 'max-lines-per-function': 'off' as const } },
    { files: ['tools/**', '**/cli/**', 'server/src/main.ts'], rules: { 'no-console': 'off' as const } },
  ],
})
