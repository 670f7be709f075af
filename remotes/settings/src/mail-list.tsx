import { useSession, useStrings } from '@atrium/remote'
import { Select } from '@atrium/ui'
import type { ReactNode } from 'react'
import { useSavePreferences } from './actions.ts'
import styles from './mail-list.module.css'
import { strings } from './strings.ts'

const paneTexts = { right: 'paneRight', below: 'paneBelow', off: 'paneOff' } as const

const swipeTexts = {
  archive: 'swipeArchive',
  trash: 'swipeTrash',
  read: 'swipeRead',
  star: 'swipeStar',
  none: 'swipeNone',
} as const

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] => Object.keys(table) as Key[]

/** Where conversations open, and what swiping them does. */
export function MailList(): ReactNode {
  const t = useStrings(strings)
  const { readingPane = 'right', swipeLeft = 'archive', swipeRight = 'read' } = useSession().preferences
  const save = useSavePreferences()
  const chosen = { swipeLeft, swipeRight }
  return (
    <div className={styles.fields}>
      <Select
        label={t('readingPane')}
        hint={t('readingPaneHint')}
        value={readingPane}
        onChange={({ target }) => {
          const pane = keysOf(paneTexts).find((each) => each === target.value)
          if (pane) void save({ readingPane: pane })
        }}
      >
        {keysOf(paneTexts).map((pane) => (
          <option key={pane} value={pane}>
            {t(paneTexts[pane])}
          </option>
        ))}
      </Select>
      {(['swipeLeft', 'swipeRight'] as const).map((side) => (
        <Select
          key={side}
          label={t(side)}
          value={chosen[side]}
          onChange={({ target }) => {
            const action = keysOf(swipeTexts).find((each) => each === target.value)
            if (action) void save({ [side]: action })
          }}
        >
          {keysOf(swipeTexts).map((action) => (
            <option key={action} value={action}>
              {t(swipeTexts[action])}
            </option>
          ))}
        </Select>
      ))}
    </div>
  )
}
