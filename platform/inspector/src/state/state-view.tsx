import { useFlags, useLocale, useMessages, useSession, useTheme, useWorkspace } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { showValue } from './show-value.ts'
import styles from './state-view.module.css'
import type { StoreChanges } from './use-store-changes.ts'

interface ValuesProps {
  readonly title: string
  readonly values: Readonly<Record<string, unknown>>
  readonly changes?: StoreChanges
}

const none: StoreChanges = {}

function Values({ title, values, changes = none }: ValuesProps): ReactNode {
  const t = useMessages(messages)
  return (
    <section className={styles.values}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.list}>
        {Object.entries(values).map(([key, value]) => (
          <div key={key} className={styles.value}>
            <dt>{key}</dt>
            <dd>
              <code>{showValue(value)}</code>
              {/* The key makes it a new element, so that its flash begins anew. */}
              {changes[key] !== undefined && (
                <span key={changes[key]} className={styles.changed}>
                  {t('changedTimes', { count: changes[key] })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The shared store and the shared contexts, as they are now. */
export function StateView({ changes }: { readonly changes: StoreChanges }): ReactNode {
  const t = useMessages(messages)
  const store = useWorkspace((state) => state)
  const contexts = { session: useSession(), theme: useTheme(), locale: useLocale(), flags: useFlags() }
  return (
    <div className={styles.view}>
      <Values title={t('store')} values={{ ...store }} changes={changes} />
      <Values title={t('contexts')} values={contexts} />
    </div>
  )
}
