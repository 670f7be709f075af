import type { AppPassword, SignedInDevice } from '@atrium/mail-contracts'
import { messageDate, useToday } from '@atrium/mail-ui'
import { adoptError } from '@atrium/protocol'
import { hostAction, showToast, useLocale, useSession, useStrings } from '@atrium/remote'
import { Badge, Button, cleanText, Dialog, Icon, isolated, PasswordField, SkeletonRows, TextField } from '@atrium/ui'
import { useEffect, useId, useState, type ReactNode, type SyntheticEvent } from 'react'
import { useCopy } from './actions.ts'
import styles from './security.module.css'
import { strings, type StringKey } from './strings.ts'

/** Where the account is signed in, and the passwords of programs. */
export function Security(): ReactNode {
  return (
    <>
      <Devices />
      <AppPasswords />
    </>
  )
}

interface Loaded<Item> {
  readonly items: readonly Item[]
  readonly status: 'loading' | 'ready' | 'failed'
  readonly load: () => void
  readonly change: (change: (items: readonly Item[]) => readonly Item[]) => void
}

const readDevices = () => hostAction('listDevices')()
const readAppPasswords = () => hostAction('listAppPasswords')()

/** A list that is read from the server when it is shown. @param read The same function with every render. */
function useLoaded<Item>(read: () => Promise<readonly Item[]>): Loaded<Item> {
  const [items, setItems] = useState<readonly Item[]>([])
  const [status, setStatus] = useState<Loaded<Item>['status']>('loading')
  const [round, setRound] = useState(0)
  useEffect(() => {
    let current = true
    read().then(
      (found) => {
        if (!current) return
        setItems(found)
        setStatus('ready')
      },
      () => current && setStatus('failed'),
    )
    return () => {
      current = false
    }
  }, [read, round])
  return {
    items,
    status,
    load: () => {
      setStatus('loading')
      setRound(round + 1)
    },
    change: (make) => setItems(make),
  }
}

interface StateProps {
  readonly loaded: Pick<Loaded<unknown>, 'status' | 'load'>
  readonly failed: StringKey
  readonly children: ReactNode
}

/** The list, or that it is being read, or could not be. */
function ListState({ loaded: { status, load }, failed, children }: StateProps): ReactNode {
  const t = useStrings(strings)
  if (status === 'loading') return <SkeletonRows count={2} />
  if (status === 'ready') return children
  return (
    <p role="alert" className={styles.failed}>
      {t(failed)}
      <Button size="small" onClick={load}>
        {t('retry')}
      </Button>
    </p>
  )
}

/** Day and time. */
function useDate(): (date: string) => string {
  const { locale } = useLocale()
  const today = useToday()
  return (date) => messageDate(date, locale, today)
}

function Devices(): ReactNode {
  const t = useStrings(strings)
  const date = useDate()
  const devices = useLoaded(readDevices)
  const nameOf = ({ device }: SignedInDevice): string => cleanText(device) || t('unknownDevice')
  const signOut = async (device: SignedInDevice): Promise<void> => {
    try {
      await hostAction('signOutDevice')(device.id)
      devices.change((items) => items.filter(({ id }) => id !== device.id))
      showToast({ tone: 'neutral', text: t('deviceSignedOut', { device: isolated(nameOf(device)) }) })
    } catch {
      showToast({ tone: 'danger', text: t('actionFailed') })
    }
  }
  return (
    <div className={styles.part}>
      <h3 className={styles.title}>{t('devices')}</h3>
      <ListState loaded={devices} failed="devicesFailed">
        <ul aria-label={t('devices')} className={styles.list}>
          {devices.items.map((device) => (
            <li key={device.id} className={styles.row}>
              <Icon name="monitor" />
              <div className={styles.words}>
                <p className={styles.name}>
                  <bdi>{nameOf(device)}</bdi>
                  {device.current && <Badge>{t('thisDevice')}</Badge>}
                </p>
                <p className={styles.note}>
                  {t('deviceUsed', { used: date(device.usedAt), signedIn: date(device.signedInAt) })}
                </p>
              </div>
              {!device.current && (
                <Button
                  size="small"
                  aria-label={t('signOutDevice', { device: nameOf(device) })}
                  onClick={() => void signOut(device)}
                >
                  {t('signOutShort')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </ListState>
    </div>
  )
}

function AppPasswords(): ReactNode {
  const t = useStrings(strings)
  const date = useDate()
  const passwords = useLoaded(readAppPasswords)
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<AppPassword | null>(null)
  const revoke = async ({ id, name }: AppPassword): Promise<void> => {
    setRevoking(null)
    try {
      await hostAction('revokeAppPassword')(id)
      passwords.change((items) => items.filter((each) => each.id !== id))
      showToast({ tone: 'neutral', text: t('revoked', { name: isolated(cleanText(name)) }) })
    } catch {
      showToast({ tone: 'danger', text: t('actionFailed') })
    }
  }
  return (
    <div className={styles.part}>
      <div className={styles.head}>
        <h3 className={styles.title}>{t('appPasswords')}</h3>
        <Button size="small" icon="plus" onClick={() => setMaking(true)}>
          {t('newAppPassword')}
        </Button>
      </div>
      <p className={styles.detail}>{t('appPasswordsDetail')}</p>
      <ListState loaded={passwords} failed="appPasswordsFailed">
        {passwords.items.length === 0 && <p className={styles.empty}>{t('noAppPasswords')}</p>}
        {passwords.items.length > 0 && (
          <ul aria-label={t('appPasswords')} className={styles.list}>
            {passwords.items.map((password) => (
              <li key={password.id} className={styles.row}>
                <Icon name="lock" />
                <div className={styles.words}>
                  <p className={styles.name}>
                    <bdi>{cleanText(password.name)}</bdi>
                  </p>
                  <p className={styles.note}>
                    {password.usedAt === null
                      ? t('appPasswordUnused', { created: date(password.createdAt) })
                      : t('appPasswordUsed', { created: date(password.createdAt), used: date(password.usedAt) })}
                  </p>
                </div>
                <Button
                  size="small"
                  aria-label={t('revokeNamed', { name: cleanText(password.name) })}
                  onClick={() => setRevoking(password)}
                >
                  {t('revoke')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </ListState>
      {making && (
        <NewAppPasswordDialog
          onMade={({ id, name, createdAt, usedAt }) =>
            passwords.change((items) => [...items, { id, name, createdAt, usedAt }])
          }
          onClose={() => setMaking(false)}
        />
      )}
      {revoking && (
        <Dialog
          open
          size="small"
          title={t('revokeQuestion', { name: isolated(cleanText(revoking.name)) })}
          closeLabel={t('close')}
          onClose={() => setRevoking(null)}
          footer={
            <>
              <Button onClick={() => setRevoking(null)}>{t('cancel')}</Button>
              <Button variant="danger" onClick={() => void revoke(revoking)}>
                {t('revoke')}
              </Button>
            </>
          }
        >
          <p>{t('revokeDetail')}</p>
        </Dialog>
      )}
    </div>
  )
}

const failures: Readonly<Record<string, StringKey>> = {
  CREDENTIALS_WRONG: 'passwordWrong',
  RATE_LIMITED: 'passwordWait',
  PASSWORD_NOT_HERE: 'passwordNotHere',
  APP_PASSWORDS_FULL: 'appPasswordsFull',
}

interface NewAppPasswordDialogProps {
  readonly onMade: (made: AppPassword) => void
  readonly onClose: () => void
}

/** Makes an app password, and shows it once. */
function NewAppPasswordDialog({ onMade, onClose }: NewAppPasswordDialogProps): ReactNode {
  const t = useStrings(strings)
  const form = useId()
  const [name, setName] = useState('')
  const [current, setCurrent] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<StringKey | null>(null)
  const [made, setMade] = useState<AppPassword | null>(null)
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy || name.trim() === '' || current === '') return
    setBusy(true)
    try {
      const result = await hostAction('createAppPassword')({ name: name.trim(), current })
      onMade(result)
      setMade(result)
    } catch (error) {
      setFailure(failures[adoptError(error)?.code ?? ''] ?? 'actionFailed')
    } finally {
      setBusy(false)
    }
  }
  if (made) return <MadePassword made={made} onClose={onClose} />
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form={form} variant="primary" busy={busy} disabled={name.trim() === '' || current === ''}>
        {t('create')}
      </Button>
    </>
  )
  return (
    <Dialog open size="small" title={t('newAppPassword')} closeLabel={t('close')} onClose={onClose} footer={footer}>
      <form id={form} className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('appName')}
          hint={t('appNameHint')}
          maxLength={100}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <PasswordField
          label={t('currentPassword')}
          revealLabel={t('showPassword')}
          concealLabel={t('hidePassword')}
          autoComplete="current-password"
          value={current}
          error={failure === null ? undefined : t(failure)}
          onChange={({ target }) => setCurrent(target.value)}
        />
      </form>
    </Dialog>
  )
}

function MadePassword({ made, onClose }: { readonly made: AppPassword; readonly onClose: () => void }): ReactNode {
  const t = useStrings(strings)
  const { address } = useSession()
  const copy = useCopy()
  const password = made.password ?? ''
  return (
    <Dialog
      open
      size="small"
      title={t('appPasswordReady', { name: isolated(cleanText(made.name)) })}
      closeLabel={t('close')}
      onClose={onClose}
      footer={
        <>
          <Button icon="copy" onClick={() => void copy(password, 'copiedPassword')}>
            {t('copyPassword')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('done')}
          </Button>
        </>
      }
    >
      <p className={styles.secret}>{password}</p>
      <p>{t('appPasswordOnce', { address: isolated(address) })}</p>
    </Dialog>
  )
}
