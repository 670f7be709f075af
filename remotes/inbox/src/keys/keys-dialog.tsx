import { Dialog, Kbd } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { Fragment, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './keys-dialog.module.css'

type Key = keyof (typeof messages)['en']

interface Line {
  readonly says: Key
  /** Ways to press it; keys of one way are pressed together. */
  readonly ways: readonly (readonly string[])[]
}

const groups: readonly { readonly title: Key; readonly lines: readonly Line[] }[] = [
  {
    title: 'keysList',
    lines: [
      { says: 'keyNext', ways: [['j'], ['↓']] },
      { says: 'keyPrevious', ways: [['k'], ['↑']] },
      { says: 'keyOpen', ways: [['o'], ['Enter']] },
      { says: 'keyBack', ways: [['u'], ['Esc']] },
      { says: 'keySelect', ways: [['x']] },
      { says: 'keyRange', ways: [['Shift', '↓']] },
      { says: 'keyAll', ways: [['Ctrl', 'a']] },
    ],
  },
  {
    title: 'keysConversation',
    lines: [
      { says: 'keyArchive', ways: [['e']] },
      { says: 'keyTrash', ways: [['#'], ['Delete']] },
      { says: 'keySpam', ways: [['!']] },
      { says: 'keyStar', ways: [['s']] },
      { says: 'keyRead', ways: [['Shift', 'i']] },
      { says: 'keyUnread', ways: [['Shift', 'u']] },
    ],
  },
  {
    title: 'keysAnswer',
    lines: [
      { says: 'reply', ways: [['r']] },
      { says: 'replyAll', ways: [['a']] },
      { says: 'forward', ways: [['f']] },
      { says: 'keyHelp', ways: [['?']] },
    ],
  },
]

/** Every key the inbox knows. */
export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const t = useMessages(messages)
  return (
    <Dialog open={open} onClose={onClose} title={t('keys')} closeLabel={t('close')} size="large">
      <div className={styles.groups}>
        {groups.map(({ title, lines }) => (
          <section key={title}>
            <h3 className={styles.title}>{t(title)}</h3>
            <dl>
              {lines.map(({ says, ways }) => (
                <div key={says} className={styles.line}>
                  <dt>{t(says)}</dt>
                  <dd className={styles.keys}>
                    {ways.map((way, index) => (
                      <Fragment key={index}>
                        {index > 0 && <span className={styles.or}>{t('or')}</span>}
                        {way.map((each) => (
                          <Kbd key={each}>{each}</Kbd>
                        ))}
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
