import type { messages } from '../messages.ts'

type Text = keyof (typeof messages)['en']

export interface Shortcut {
  readonly text: Text
  /** Any of these; `+` joins keys that are held together. */
  readonly keys: readonly string[]
}

export interface ShortcutGroup {
  readonly title: Text
  readonly shortcuts: readonly Shortcut[]
}

/** All keys of Atrium in one place; each remote answers for its own. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'anywhere',
    shortcuts: [
      { text: 'keyCompose', keys: ['c'] },
      { text: 'keySearch', keys: ['/'] },
      { text: 'keyHelp', keys: ['?'] },
    ],
  },
  {
    title: 'inLists',
    shortcuts: [
      { text: 'keyNext', keys: ['j', '↓'] },
      { text: 'keyPrevious', keys: ['k', '↑'] },
      { text: 'keyOpen', keys: ['o', 'Enter'] },
      { text: 'keyBack', keys: ['u', 'Esc'] },
      { text: 'keySelect', keys: ['x'] },
      { text: 'keyRange', keys: ['Shift+j', 'Shift+k'] },
      { text: 'keyAll', keys: ['Mod+a'] },
    ],
  },
  {
    title: 'onConversation',
    shortcuts: [
      { text: 'keyReply', keys: ['r'] },
      { text: 'keyReplyAll', keys: ['a'] },
      { text: 'keyForward', keys: ['f'] },
      { text: 'keyArchive', keys: ['e'] },
      { text: 'keyDelete', keys: ['#', 'Delete'] },
      { text: 'keySpam', keys: ['!'] },
      { text: 'keyStar', keys: ['s'] },
      { text: 'keyRead', keys: ['Shift+i'] },
      { text: 'keyUnread', keys: ['Shift+u'] },
    ],
  },
  {
    title: 'writing',
    shortcuts: [
      { text: 'keySend', keys: ['Mod+Enter'] },
      { text: 'keyCloseDraft', keys: ['Esc'] },
      { text: 'keyRemoveRecipient', keys: ['Backspace'] },
    ],
  },
]

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent)

/** `Mod+Enter` → `Ctrl`, `Enter`; `⌘` on a Mac. */
export const keysOf = (shortcut: string): readonly string[] =>
  shortcut.split('+').map((key) => (key === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : key))
