import { minPasswordLength } from '@atrium/mail-contracts'
import type { Problem } from '@atrium/protocol'
import type { Translate } from '@atrium/remote'
import type { messages } from '../messages.ts'

export type FieldName = 'name' | 'address' | 'password'

/** What is said, and which field it is said at; without a field it is said above all of them. */
export interface Explanation {
  readonly field?: FieldName
  readonly title: string
  readonly detail?: string
}

type Text = Translate<(typeof messages)['en']>

/** A refusal of the gateway in the words of the page. One that the page has no words for keeps its own. */
export function explainProblem(problem: Problem, t: Text): Explanation {
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
