import type { SearchBoxProps } from '@atrium/contracts'
import { SearchField } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import { useId, useRef, type FocusEvent, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { SuggestionList, suggestionId } from './suggestion-list.tsx'
import { useSearchBox } from './use-search-box.ts'

/** The field in the header. What was searched before and what can be asked stands below it. */
export function SearchBox({ query, onSubmit, autoFocus = false }: SearchBoxProps): ReactNode {
  const t = useMessages(messages)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const state = useSearchBox(query, onSubmit)
  const { completions, active } = state
  const shown = completions.length > 0
  const leave = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) state.setOpen(false)
  }
  return (
    <search ref={box} onBlur={leave}>
      <SearchField
        label={t('searchMail')}
        clearLabel={t('clearSearch')}
        shortcut="/"
        value={state.text}
        onChange={state.setText}
        onSubmit={state.submit}
        onKeyDown={state.keyDown}
        onFocus={() => state.setOpen(true)}
        onClick={() => state.setOpen(true)}
        autoFocus={autoFocus}
        spellCheck={false}
        maxLength={500}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown && active >= 0 ? suggestionId(id, active) : undefined}
      />
      {shown && (
        <SuggestionList
          id={id}
          anchor={box}
          completions={completions}
          active={active}
          onChoose={state.choose}
          onClose={() => state.setOpen(false)}
        />
      )}
    </search>
  )
}
