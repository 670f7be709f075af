import { Kbd } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { Fragment, useId, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { keysOf, shortcutGroups, type Shortcut, type ShortcutGroup } from './shortcut-groups.ts'
import styles from './shortcuts.module.css'

function Keys({ shortcut }: { readonly shortcut: Shortcut }): ReactNode {
  const t = useMessages(messages)
  return shortcut.keys.map((combination, index) => (
    <Fragment key={combination}>
      {index > 0 && <span className={styles.or}>{t('or')}</span>}
      <span className={styles.combination}>
        {keysOf(combination).map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    </Fragment>
  ))
}

function Group({ group }: { readonly group: ShortcutGroup }): ReactNode {
  const t = useMessages(messages)
  const titleId = useId()
  return (
    <div className={styles.group}>
      <h3 id={titleId} className={styles.title}>
        {t(group.title)}
      </h3>
      <table aria-labelledby={titleId} className={styles.table}>
        <tbody>
          {group.shortcuts.map((shortcut) => (
            <tr key={shortcut.text}>
              <th scope="row">{t(shortcut.text)}</th>
              <td>
                <span className={styles.keys}>
                  <Keys shortcut={shortcut} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** All keys, by where they work. */
export const Shortcuts = (): ReactNode => (
  <div className={styles.groups}>
    {shortcutGroups.map((group) => (
      <Group key={group.title} group={group} />
    ))}
  </div>
)
