import { useMail } from '@atrium/mail'
import { useStrings } from '@atrium/remote'
import { Button, IconButton, Menu, MenuItem, Checkbox, isolated, VisuallyHidden } from '@atrium/ui'
import type { ReactNode } from 'react'
import type { Capabilities, Selection, ConversationActions } from '../actions.ts'
import { MoveButton } from '../folders/move-button.tsx'
import type { Place } from '../place.ts'
import { strings } from '../strings.ts'
import styles from './list-header.module.css'
import { ListViewMenu, type ListView } from './list-view.tsx'
import type { ListSelection } from './selection.ts'

export interface ListHeaderProps extends Pick<
  SelectionActionsProps,
  'actions' | 'capabilities' | 'selection' | 'onDone'
> {
  readonly place: Place
  /** Rows in the list. */
  readonly total: number
  readonly listSelection: ListSelection
  readonly view: ListView
  readonly onView: (view: ListView) => void
}

const outgoing: ReadonlySet<string | null | undefined> = new Set(['drafts', 'sent'])

/** The name of the list, or the actions on the selection. */
export function ListHeader(props: ListHeaderProps): ReactNode {
  const { place, total, listSelection, actions, capabilities, selection, onDone, view, onView } = props
  const t = useStrings(strings)
  const { mailbox } = place
  const { allIds } = useMail()
  const emptied = place.isWhole && (mailbox?.role === 'trash' || mailbox?.role === 'junk')
  const onlyHere = () => allIds({ filter: place.query.filter, collapseThreads: false })
  const some = listSelection.count > 0
  const complete = some && listSelection.rows.length >= total
  const unread = !place.isWhole || outgoing.has(mailbox?.role) ? 0 : (mailbox?.unreadThreads ?? 0)
  return (
    <div className={styles.header}>
      <Checkbox
        label={t(some ? 'deselectAll' : 'selectAll')}
        labelHidden
        checked={complete || listSelection.everything}
        indeterminate={some && !complete && !listSelection.everything}
        disabled={total === 0}
        className={styles.all}
        onChange={() => (some ? listSelection.clear() : listSelection.selectAll())}
      />
      {some ? (
        <>
          <h1>
            <VisuallyHidden>{place.name}</VisuallyHidden>
          </h1>
          <span className={styles.selected} aria-live="polite">
            {t('selected', { count: listSelection.count })}
          </span>
          <SelectionActions
            listSelection={listSelection}
            place={place}
            actions={actions}
            capabilities={capabilities}
            selection={selection}
            onDone={onDone}
          />
        </>
      ) : (
        <>
          <h1 className={styles.title}>
            <bdi>{place.name}</bdi>
          </h1>
          {emptied && total > 0 && view.filter === 'all' && (
            <Button
              size="small"
              icon="trash"
              onClick={() => actions.empty({ count: total, ids: onlyHere, latest: [] })}
            >
              {t('emptyFolderNow')}
            </Button>
          )}
          <span className={styles.counts}>
            {[unread > 0 && t('unreadCount', { count: unread }), total > 0 && t('conversationCount', { count: total })]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <ListViewMenu view={view} onChange={onView} />
        </>
      )}
    </div>
  )
}

interface SelectionActionsProps {
  readonly place: Place
  readonly listSelection: ListSelection
  readonly actions: ConversationActions
  readonly capabilities: Capabilities
  readonly selection: Selection
  /** Called before the selected conversations leave the list. */
  readonly onDone: () => void
}

type Action = (selection: Selection) => void

function MoreActions({
  listSelection,
  actions,
  capabilities,
  selection,
  onDone,
}: Omit<SelectionActionsProps, 'place'>): ReactNode {
  const t = useStrings(strings)
  const unread = listSelection.rows.some(({ thread }) => thread.unread)
  const starred = listSelection.rows.every(({ thread }) => thread.starred)
  const spam = (): void => {
    onDone()
    actions.spam(selection)
  }
  return (
    <Menu
      label={t('more')}
      placement="bottom-end"
      trigger={(props) => <IconButton {...props} size="small" icon="more" label={t('more')} />}
    >
      <MenuItem icon="star" onSelect={() => actions.star(selection, !starred)}>
        {t(starred ? 'unstar' : 'star')}
      </MenuItem>
      {unread && (
        <MenuItem icon="mail" onSelect={() => actions.markRead(selection, false)}>
          {t('markUnread')}
        </MenuItem>
      )}
      {capabilities.spam && (
        <MenuItem icon="junk" onSelect={spam}>
          {t('spam')}
        </MenuItem>
      )}
    </Menu>
  )
}

/** The actions on the selection. Each button shows how many conversations it applies to. */
function SelectionActions({
  place,
  listSelection,
  actions,
  capabilities,
  selection,
  onDone,
}: SelectionActionsProps): ReactNode {
  const t = useStrings(strings)
  const { count } = selection
  const remove = (action: Action) => () => {
    onDone()
    action(selection)
  }
  const unread = listSelection.rows.some(({ thread }) => thread.unread)
  const back = capabilities.notSpam ? actions.notSpam : actions.restore
  return (
    <div role="toolbar" aria-label={t('toolbar')} className={styles.tools}>
      {capabilities.archive && (
        <Button size="small" icon="archive" className={styles.words} onClick={remove(actions.archive)}>
          {t('archiveCount', { count })}
        </Button>
      )}
      {(capabilities.restore || capabilities.notSpam) && (
        <Button size="small" icon="archive-restore" className={styles.words} onClick={remove(back)}>
          {t(capabilities.notSpam ? 'notSpamCount' : 'restoreCount', { count })}
        </Button>
      )}
      <Button size="small" icon="trash" className={styles.words} onClick={remove(actions.trash)}>
        {t(capabilities.destroy ? 'destroyCount' : 'deleteCount', { count })}
      </Button>
      <IconButton
        size="small"
        icon={unread ? 'mail-open' : 'mail'}
        label={t(unread ? 'markRead' : 'markUnread')}
        onClick={() => actions.markRead(selection, unread)}
      />
      <MoveButton size="small" from={place.mailbox?.id} onMove={(to) => remove((moved) => actions.move(moved, to))()} />
      <MoreActions
        listSelection={listSelection}
        actions={actions}
        capabilities={capabilities}
        selection={selection}
        onDone={onDone}
      />
    </div>
  )
}

export interface SelectEverythingProps {
  readonly place: Place
  /** Rows in the list. */
  readonly total: number
  readonly listSelection: ListSelection
}

/** Says that only what was read is selected, and capabilities the rest. Below the list, so that no row moves. */
export function SelectEverything({ place, total, listSelection }: SelectEverythingProps): ReactNode {
  const t = useStrings(strings)
  const name = isolated(place.name)
  if (!listSelection.partial && !listSelection.everything) return null
  return (
    <div role="status" className={styles.everything}>
      {listSelection.everything ? (
        t('everythingSelected', { count: total, name })
      ) : (
        <>
          <span>{t('loadedSelected', { count: listSelection.count })}</span>
          <Button size="small" variant="quiet" className={styles.link} onClick={listSelection.selectEverything}>
            {t('selectEverything', { count: total, name })}
          </Button>
        </>
      )}
    </div>
  )
}
