import type { SearchBoxProps } from '@atrium/mail-contracts'
import { SearchField } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useEffect, useId, useRef, useState, type FocusEvent, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { suggestionId } from './suggestion-group.tsx'
import { SuggestionList } from './suggestion-list.tsx'
import { useSearchBox } from './use-search-box.ts'

/** Somebody was typing in the box that stood here before this one was loaded. */
function useFocusAtOnce(wanted: boolean) {
  const input = useRef<HTMLInputElement>(null)
  const [atStart] = useState(wanted)
  useEffect(() => {
    if (atStart) input.current?.focus()
  }, [atStart])
  return input
}

/** The field in the header. What was searched before and what can be asked stands below it. */
export function SearchBox({ query, onSubmit, autoFocus = false }: SearchBoxProps): ReactNode {
  const t = useMessages(messages)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const input = useFocusAtOnce(autoFocus)
  const [width, setWidth] = useState<number>()
  const { text, setText, completions, active, setOpen, ...state } = useSearchBox(query, onSubmit)
  const open = (): void => {
    setWidth(box.current?.offsetWidth)
    setOpen(true)
  }
  const leave = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  const shown = completions.length > 0
  return (
    <search ref={box} onBlur={leave}>
      <SearchField
        {...{ inputRef: input, shortcut: '/', value: text, onChange: setText, onSubmit: state.submit, onKeyDown: state.keyDown }}
        label={t('searchMail')}
        clearLabel={t('clearSearch')}
        // Opened by the press itself, the list would be closed again as it ends.
        onClick={open}
        spellCheck={false}
        maxLength={500}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown && active >= 0 ? suggestionId(id, active) : undefined}
      />
      {shown && (
        <SuggestionList {...{ id, width, completions, active }} anchor={box} onChoose={state.choose} onClose={() => setOpen(false)} />
      )}
    </search>
  )
}
