import type {
  InjectedFault,
  InspectedFlag,
  InspectedRemote,
  InspectorSource,
  RemoteOff,
  SharedCopy,
} from '@atrium/protocol'
import { useLocale, useStrings } from '@atrium/remote'
import { useState, useSyncExternalStore, type ReactNode } from 'react'
import { DataTable, Note } from './controls.tsx'
import styles from './loaded.module.css'
import { strings } from './strings.ts'

/** Every release this page has loaded, and the remotes that are switched off. */
export function RemoteTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useStrings(strings)
  const remotes = useSyncExternalStore(source.subscribe, source.remotes)
  const off = useSyncExternalStore(source.subscribe, source.off)
  const columns = [t('remote'), t('release'), t('origin'), t('status'), t('loaded'), t('size')]
  if (source.inject) columns.push(t('faults'))
  if (remotes.length === 0 && off.length === 0) return <Note>{t('noRemotes')}</Note>
  return (
    <>
      <DataTable label={t('remotes')} columns={columns}>
        {remotes.toSorted(byNameThenMounted).map((remote) => (
          <RemoteRow key={`${remote.name} ${remote.version}`} remote={remote} inject={source.inject} />
        ))}
        {off.map((each) => (
          <OffRow key={`off ${each.name}`} off={each} columns={columns.length} />
        ))}
      </DataTable>
      {source.inject && <Note>{t('faultHint')}</Note>}
    </>
  )
}

/** Each slot, and what remotes contribute to it. */
export function SlotTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useStrings(strings)
  const slots = source.slots?.() ?? []
  if (slots.length === 0) return <Note>{t('noSlots')}</Note>
  return (
    <DataTable label={t('slots')} columns={[t('slot'), t('contributions')]}>
      {slots.map(({ name, contributions }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{contributions.join(', ')}</td>
        </tr>
      ))}
    </DataTable>
  )
}

const noFlags: readonly InspectedFlag[] = []

/** Each flag, whether it is on for this user, and why. */
export function FlagTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useStrings(strings)
  const flags = useSyncExternalStore(source.subscribe, source.flags ?? (() => noFlags))
  if (flags.length === 0) return <Note>{t('noFlags')}</Note>
  return (
    <DataTable label={t('flags')} columns={[t('flag'), t('value'), t('why')]}>
      {flags.map(({ name, on, why }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{on ? t('on') : t('off')}</td>
          <td>{why}</td>
        </tr>
      ))}
    </DataTable>
  )
}

/** What the operator has granted the remotes that may run in this page. */
export function GrantTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useStrings(strings)
  const grants = source.grants?.() ?? []
  if (grants.length === 0) return <Note>{t('noGrants')}</Note>
  return (
    <DataTable label={t('grants')} columns={[t('remote'), t('kind'), t('granted')]}>
      {grants.map(({ remote, kind, source: granted }) => (
        <tr key={`${remote} ${kind} ${granted}`}>
          <th scope="row">{remote}</th>
          <td>{kind}</td>
          <td>
            <code>{granted}</code>
          </td>
        </tr>
      ))}
    </DataTable>
  )
}

const byNameThenMounted = (one: InspectedRemote, other: InspectedRemote): number =>
  one.name.localeCompare(other.name) || other.mounted - one.mounted

interface RemoteRowProps {
  readonly remote: InspectedRemote
  readonly inject: InspectorSource['inject']
}

function RemoteRow({ remote, inject }: RemoteRowProps): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const quantity = (value: number, unit: 'millisecond' | 'kilobyte', maximumFractionDigits = 0): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(value)
  const { files, bytes } = filesBelow(
    remote.base,
    performance.getEntriesByType('resource') as PerformanceResourceTiming[],
  )
  return (
    <tr>
      <th scope="row">
        {remote.name}{' '}
        <span className={styles.detail}>
          {remote.modules.map((module) => module.slice(remote.name.length + 1)).join(', ')}
        </span>
      </th>
      <td>
        <code>{remote.version}</code>
      </td>
      <td>{URL.canParse(remote.base) && new URL(remote.base).host}</td>
      <td>
        <Status remote={remote} />
      </td>
      <td>{remote.modules.length > 0 && quantity(remote.milliseconds, 'millisecond')}</td>
      <td>
        {bytes === undefined ? t('unknownSize') : quantity(bytes / 1000, 'kilobyte', 1)}{' '}
        <span className={styles.detail}>{t('files', { count: files })}</span>
      </td>
      {inject && (
        <td>
          <FaultSelect remote={remote.name} inject={inject} />
        </td>
      )}
    </tr>
  )
}

/** A dot and a word; a failure with its code and reference. */
function Status({ remote: { failure, mounted } }: { readonly remote: InspectedRemote }): ReactNode {
  const t = useStrings(strings)
  if (failure) {
    return (
      <span className={styles.failed} title={failure.message}>
        {t('failed')} <code>{failure.code}</code> <code>{failure.reference}</code>
      </span>
    )
  }
  return mounted > 0 ? (
    <span className={styles.rendered}>{t('rendered', { count: mounted })}</span>
  ) : (
    <span className={styles.idle}>{t('idle')}</span>
  )
}

const reasons = { address: 'offByAddress', failures: 'offByFailures', operator: 'offByOperator' } as const

function OffRow({ off, columns }: { readonly off: RemoteOff; readonly columns: number }): ReactNode {
  const t = useStrings(strings)
  return (
    <tr className={styles.off}>
      <th scope="row">{off.name}</th>
      <td colSpan={columns - 1}>
        {t('off')} {t(reasons[off.reason])}
      </td>
    </tr>
  )
}

/** Files and compressed bytes that the browser has loaded below a URL; bytes are undefined without Timing-Allow-Origin. */
export function filesBelow(base: string, resources: readonly PerformanceResourceTiming[]) {
  const own = resources.filter(({ name }) => base !== '' && name.startsWith(base))
  const bytes = own.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  return { files: new Set(own.map(({ name }) => name)).size, bytes: bytes > 0 ? bytes : undefined }
}

type Fault = InjectedFault | 'none'

const faultNames = {
  none: 'faultNone',
  kill: 'faultKill',
  slow: 'faultSlow',
  corrupt: 'faultCorrupt',
} as const satisfies Record<Fault, string>

/** The fault of each remote; like the faults themselves, it outlives the panel. */
const injected = new Map<string, Fault>()

interface FaultSelectProps {
  readonly remote: string
  readonly inject: NonNullable<InspectorSource['inject']>
}

function FaultSelect({ remote, inject }: FaultSelectProps): ReactNode {
  const t = useStrings(strings)
  const [fault, setFault] = useState<Fault>(injected.get(remote) ?? 'none')
  const select = (next: Fault): void => {
    setFault(next)
    injected.set(remote, next)
    inject(remote, next === 'none' ? null : next)
  }
  return (
    <select
      className={styles.fault}
      aria-label={t('fault', { remote })}
      value={fault}
      onChange={(event) => select(event.target.value as Fault)}
    >
      {(Object.keys(faultNames) as Fault[]).map((each) => (
        <option key={each} value={each}>
          {t(faultNames[each])}
        </option>
      ))}
    </select>
  )
}

/** Which bundle provides which version of a shared library, and which bundles use it. */
export function SharingTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useStrings(strings)
  // Sharing changes whenever a remote is loaded.
  useSyncExternalStore(source.subscribe, source.remotes)
  const shared = source.shared()
  const copiesOf = (library: string): number => shared.filter((copy) => copy.library === library).length
  return (
    <DataTable label={t('sharing')} columns={[t('library'), t('version'), t('from'), t('usedBy')]}>
      {shared
        .toSorted((one, other) => one.library.localeCompare(other.library))
        .map((copy) => (
          <CopyRow key={`${copy.library} ${copy.version}`} copy={copy} copies={copiesOf(copy.library)} />
        ))}
    </DataTable>
  )
}

function CopyRow({ copy, copies }: { readonly copy: SharedCopy; readonly copies: number }): ReactNode {
  const t = useStrings(strings)
  return (
    <tr>
      <th scope="row">
        {copy.library}{' '}
        <span className={copies > 1 ? styles.warning : styles.detail}>
          {copies > 1 ? t('double', { count: copies }) : t('single')}
        </span>
      </th>
      <td>
        <code>{copy.version}</code>
      </td>
      <td>{bundleName(copy.from)}</td>
      <td>{copy.usedBy.map(bundleName).toSorted().join(', ')}</td>
    </tr>
  )
}

/** `inbox_0123456789ab` → `inbox 0123456789ab`. */
const bundleName = (bundle: string): string => bundle.replace(/_([0-9a-f]{12})$/, ' $1')
