import { defineStrings, useStrings } from '@atrium/remote'
import { Kbd } from '@atrium/ui'
import { Fragment, useId, type ReactNode } from 'react'
import styles from './shortcut-list.module.css'

/** Texts of the list of keyboard shortcuts. */
export const strings = defineStrings({
  en: {
    anywhere: 'Anywhere',
    inLists: 'In lists',
    onConversation: 'In a conversation',
    writing: 'While composing',
    keyCompose: 'New message',
    keySearch: 'Search',
    keyPalette: 'Find a command',
    keyHelp: 'Show keyboard shortcuts',
    keyNext: 'Next',
    keyPrevious: 'Previous',
    keyOpen: 'Open',
    keyBack: 'Back to list',
    keySelect: 'Select',
    keyRange: 'Extend selection',
    keyAll: 'Select all',
    keyUndo: 'Undo the last action',
    keyInbox: 'Go to the inbox',
    keyStarred: 'Go to starred',
    keyDrafts: 'Go to drafts',
    keySent: 'Go to sent',
    keyArchived: 'Go to the archive',
    keyTrash: 'Go to the trash',
    keyNone: 'Deselect all',
    keyAllRead: 'Select read',
    keyAllUnread: 'Select unread',
    keyAllStarred: 'Select starred',
    keyAllUnstarred: 'Select unstarred',
    keyArchiveNext: 'Archive and open the next',
    keyArchivePrevious: 'Archive and open the previous',
    keyMove: 'Move to a folder',
    keyLabel: 'Add to a folder',
    keyPage: 'Scroll the conversation',
    keyNextMessage: 'Next message',
    keyPreviousMessage: 'Previous message',
    keyExpandAll: 'Expand all messages',
    keyCollapseAll: 'Collapse all messages',
    keyArchive: 'Archive',
    keyDelete: 'Delete',
    keySpam: 'Report spam',
    keyStar: 'Star',
    keyRead: 'Mark as read',
    keyUnread: 'Mark as unread',
    keyReply: 'Reply',
    keyReplyAll: 'Reply all',
    keyForward: 'Forward',
    keySend: 'Send',
    keyCloseDraft: 'Save and close',
    keyRemoveRecipient: 'Go to previous recipient',
    or: 'or',
  },
})

type StringKey = keyof (typeof strings)['en']

interface ShortcutGroup {
  readonly title: StringKey
  /** Action, then alternative combinations; `+` joins keys pressed together, a space keys pressed in sequence, `Mod` is Ctrl, or ⌘ on a Mac. */
  readonly shortcuts: readonly (readonly [action: StringKey, ...combinations: string[]])[]
}

/** The shortcuts of all remotes; each remote implements its own. */
const groups: readonly ShortcutGroup[] = [
  {
    title: 'anywhere',
    shortcuts: [
      ['keyCompose', 'c'],
      ['keySearch', '/'],
      ['keyPalette', 'Mod+k'],
      ['keyUndo', 'z'],
      ['keyInbox', 'g i'],
      ['keyStarred', 'g s'],
      ['keyDrafts', 'g d'],
      ['keySent', 'g t'],
      ['keyArchived', 'g a'],
      ['keyTrash', 'g #'],
      ['keyHelp', '?'],
    ],
  },
  {
    title: 'inLists',
    shortcuts: [
      ['keyNext', 'j', '↓'],
      ['keyPrevious', 'k', '↑'],
      ['keyOpen', 'o', 'Enter'],
      ['keyBack', 'u', 'Esc'],
      ['keySelect', 'x'],
      ['keyRange', 'Shift+j', 'Shift+k'],
      ['keyAll', 'Mod+a', '* a'],
      ['keyNone', '* n'],
      ['keyAllRead', '* r'],
      ['keyAllUnread', '* u'],
      ['keyAllStarred', '* s'],
      ['keyAllUnstarred', '* t'],
    ],
  },
  {
    title: 'onConversation',
    shortcuts: [
      ['keyReply', 'r'],
      ['keyReplyAll', 'a'],
      ['keyForward', 'f'],
      ['keyArchive', 'e'],
      ['keyArchiveNext', ']'],
      ['keyArchivePrevious', '['],
      ['keyMove', 'v'],
      ['keyLabel', 'l'],
      ['keyDelete', '#', 'Delete'],
      ['keySpam', '!'],
      ['keyStar', 's'],
      ['keyRead', 'Shift+i'],
      ['keyUnread', 'Shift+u'],
      ['keyPage', 'Space', 'Shift+Space'],
      ['keyNextMessage', 'n'],
      ['keyPreviousMessage', 'p'],
      ['keyExpandAll', ';'],
      ['keyCollapseAll', ':'],
    ],
  },
  {
    title: 'writing',
    shortcuts: [
      ['keySend', 'Mod+Enter'],
      ['keyCloseDraft', 'Esc'],
      ['keyRemoveRecipient', 'Backspace'],
    ],
  },
]

/** All keyboard shortcuts, by where they work. For a page or a large dialog. */
export const ShortcutList = (): ReactNode => (
  <div className={styles.groups}>
    {groups.map((group) => (
      <Group key={group.title} group={group} />
    ))}
  </div>
)

function Group({ group }: { readonly group: ShortcutGroup }): ReactNode {
  const t = useStrings(strings)
  const titleId = useId()
  return (
    <div className={styles.group}>
      <h3 id={titleId} className={styles.title}>
        {t(group.title)}
      </h3>
      <table aria-labelledby={titleId} className={styles.table}>
        <tbody>
          {group.shortcuts.map(([action, ...combinations]) => (
            <tr key={action}>
              <th scope="row">{t(action)}</th>
              <td>
                <span className={styles.keys}>
                  {combinations.map((combination, index) => (
                    <Fragment key={combination}>
                      {index > 0 && <span className={styles.or}>{t('or')}</span>}
                      <span className={styles.combination}>
                        {keysOf(combination).map((key) => (
                          <Kbd key={key}>{key}</Kbd>
                        ))}
                      </span>
                    </Fragment>
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent)

/** `Mod+Enter` → `Ctrl`, `Enter`; on a Mac `⌘`, `Enter`. */
const keysOf = (combination: string): readonly string[] =>
  combination.split(/[+ ]/).map((key) => (key === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : key))
