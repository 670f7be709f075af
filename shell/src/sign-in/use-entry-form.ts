import type { Problem } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import { useEffect, useState, type FormEvent, type RefObject } from 'react'
import { messages } from '../messages.ts'
import { explainProblem, type Explanation, type FieldName } from './explain-problem.ts'

export interface EntryForm {
  readonly busy: boolean
  /** Said above the fields. */
  readonly notice: Explanation | undefined
  readonly errorAt: (field: FieldName) => string | undefined
  /** Takes back what is said at a field that is being put right. */
  readonly forget: (field: FieldName) => void
  /** Checks and sends; what is wrong is told, with the focus where it is. */
  readonly submit: (event: FormEvent) => void
  /** Sends something else than what was typed. */
  readonly sendNow: (send: () => Promise<Problem | null>) => Promise<void>
}

export interface EntryFormOptions {
  readonly form: RefObject<HTMLFormElement | null>
  /** What is wrong before anything is sent, in the order of the fields. */
  readonly check: () => readonly Explanation[]
  readonly send: () => Promise<Problem | null>
}

const focusOn = (form: HTMLFormElement | null, name: FieldName): void =>
  form?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus()

/** A form that is checked, sent once at a time, and says what is wrong where it is wrong. */
export function useEntryForm({ form, check, send }: EntryFormOptions): EntryForm {
  const t = useMessages(messages)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<readonly Explanation[]>([])
  useEffect(() => form.current?.querySelector('input')?.focus(), [form])

  const tell = (found: readonly Explanation[]): void => {
    setWrong(found)
    focusOn(form.current, found[0]?.field ?? 'password')
  }
  const sendNow: EntryForm['sendNow'] = async (sending) => {
    if (busy) return
    setBusy(true)
    setWrong([])
    try {
      const problem = await sending()
      if (problem) tell([explainProblem(problem, t)])
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    notice: wrong.find(({ field }) => field === undefined),
    errorAt: (name) => wrong.find(({ field }) => field === name)?.title,
    forget: (name) => setWrong((now) => now.filter(({ field }) => field !== name)),
    sendNow,
    submit: (event) => {
      event.preventDefault()
      const found = check()
      if (found.length > 0) tell(found)
      else void sendNow(send)
    },
  }
}
