import { minPasswordLength } from '@atrium/mail-contracts'
import type { Problem } from '@atrium/protocol'
import { useStrings, type Translate } from '@atrium/remote'
import { useEffect, useState, type FormEvent, type RefObject } from 'react'
import { strings } from '../strings.ts'

export type FieldName = 'name' | 'address' | 'password'

/** What is shown, and at which field; without a field it is shown above all of them. */
export interface Explanation {
  readonly field?: FieldName
  readonly title: string
  readonly detail?: string
}

type Text = Translate<(typeof strings)['en']>

/** A refusal of the gateway in the page's texts. One that has no text here keeps its own. */
function explainProblem(problem: Problem, t: Text): Explanation {
  switch (problem.code) {
    case 'CREDENTIALS_WRONG':
      return { title: t('credentialsWrong'), detail: t('credentialsWrongDetail') }
    case 'ADDRESS_TAKEN':
      return { field: 'address', title: t('addressTaken') }
    case 'ADDRESS_INVALID':
      return { field: 'address', title: t('addressInvalid') }
    case 'PASSWORD_TOO_SHORT':
      return { field: 'password', title: t('passwordTooShort', { count: minPasswordLength }) }
    case 'RATE_LIMITED':
      return { title: t('tooManyAttempts'), detail: t('tooManyAttemptsDetail') }
    case 'UPSTREAM_UNREACHABLE':
      return { title: t('serverUnreachable'), detail: t('serverUnreachableDetail') }
    default:
      return { title: problem.title, detail: problem.detail }
  }
}

export interface EntryForm {
  readonly busy: boolean
  /** Shown above the fields. */
  readonly notice: Explanation | undefined
  readonly errorAt: (field: FieldName) => string | undefined
  /** Removes what is shown at a field that is being corrected. */
  readonly clearError: (field: FieldName) => void
  /** Checks and sends; what is wrong is shown, with the focus at its field. */
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

/** A form that is checked, sent once at a time, and shows what is wrong at its field. */
export function useEntryForm({ form, check, send }: EntryFormOptions): EntryForm {
  const t = useStrings(strings)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<readonly Explanation[]>([])
  useEffect(() => form.current?.querySelector('input')?.focus(), [form])

  const show = (found: readonly Explanation[]): void => {
    setWrong(found)
    focusOn(form.current, found[0]?.field ?? 'password')
  }
  const sendNow: EntryForm['sendNow'] = async (sending) => {
    if (busy) return
    setBusy(true)
    setWrong([])
    try {
      const problem = await sending()
      if (problem) show([explainProblem(problem, t)])
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    notice: wrong.find(({ field }) => field === undefined),
    errorAt: (name) => wrong.find(({ field }) => field === name)?.title,
    clearError: (name) => setWrong((now) => now.filter(({ field }) => field !== name)),
    sendNow,
    submit: (event) => {
      event.preventDefault()
      const found = check()
      if (found.length > 0) show(found)
      else void sendNow(send)
    },
  }
}
